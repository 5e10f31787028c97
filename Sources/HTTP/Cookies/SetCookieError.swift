/// Why a cookie cannot be set.
package enum SetCookieError: Error, Hashable {
    /// The name is not a token.
    case invalidName
    /// The value, or the path, holds an octet that RFC 6265 section 4.1.1 does not allow.
    case invalidValue
    /// A `__Host-` cookie must be `Secure` with the path `/`, a `__Secure-` cookie `Secure`.
    case prefixRuleBroken
    /// Name and value together are longer than 4096 octets.
    case tooLong
}

extension SetCookieError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidName: "the cookie's name is not a token"
        case .invalidValue: "the cookie's value or path holds an octet that is not allowed"
        case .prefixRuleBroken: "the cookie breaks the rule of its name's prefix"
        case .tooLong: "the cookie is longer than 4096 octets"
        }
    }
}
