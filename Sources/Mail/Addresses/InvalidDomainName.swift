/// Why a text is not a domain name that mail can be sent to.
package enum InvalidDomainName: Error, Sendable, Hashable {
    /// Nothing was there.
    case empty
    /// More than 253 octets in ASCII (RFC 1035 section 2.3.4).
    case tooLong
    /// Two dots in a row, or one at an end.
    case emptyLabel
    /// A part between dots of more than 63 octets in ASCII.
    case labelTooLong
    /// A part between dots that begins or ends with a hyphen.
    case hyphenAtEdge
    /// A character that no domain name has.
    case forbiddenCharacter
}

extension InvalidDomainName: CustomStringConvertible {
    /// The reason in English, for logs; it never repeats the input.
    package var description: String {
        switch self {
        case .empty: "the domain is empty"
        case .tooLong: "the domain has more than 253 octets"
        case .emptyLabel: "the domain has a dot too many"
        case .labelTooLong: "a part of the domain has more than 63 octets"
        case .hyphenAtEdge: "a part of the domain begins or ends with a hyphen"
        case .forbiddenCharacter: "the domain has a character that domains cannot have"
        }
    }
}
