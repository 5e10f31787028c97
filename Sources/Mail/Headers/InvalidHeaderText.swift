/// Why a text cannot stand in a header.
package enum InvalidHeaderText: Error, Sendable, Hashable {
    /// CR, LF, NUL, a tabulator, another control character (C0, DEL, C1), or a Unicode line or paragraph separator.
    case controlCharacter
}

extension InvalidHeaderText: CustomStringConvertible {
    /// The reason in English, for logs; it never repeats the input.
    package var description: String {
        switch self {
        case .controlCharacter: "the text has a line end or another control character"
        }
    }
}
