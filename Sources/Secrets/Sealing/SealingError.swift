/// Why something could not be sealed or opened.
package enum SealingError: Error, Equatable, CustomStringConvertible {
    /// It is longer than one call of OpenSSL takes, 2^31 - 1 octets.
    case tooLong
    /// It was not sealed with this key and context, or it was changed since.
    case notAuthentic
    /// OpenSSL could not do it.
    case crypto(CryptoError)

    package var description: String {
        switch self {
        case .tooLong: "too long to be sealed or opened"
        case .notAuthentic: "not sealed with this key for this purpose, or changed since"
        case .crypto(let error): error.description
        }
    }
}
