/// Why a form could not be read; always the client's fault, status 400 or 413.
package enum FormError: Error, Hashable {
    /// More octets than allowed: 413.
    case tooLarge
    /// More fields than allowed.
    case tooManyFields
    /// A percent sign without two hexadecimal digits behind it.
    case badPercentEscape
    /// A name or value is not UTF-8.
    case invalidUTF8
    /// A name or value holds NUL.
    case nul

    /// The status to answer with.
    package var status: Status { self == .tooLarge ? .contentTooLarge : .badRequest }
}

extension FormError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge: "the form is too large"
        case .tooManyFields: "the form has too many fields"
        case .badPercentEscape: "the form holds a bad percent escape"
        case .invalidUTF8: "the form is not UTF-8"
        case .nul: "the form holds NUL"
        }
    }
}
