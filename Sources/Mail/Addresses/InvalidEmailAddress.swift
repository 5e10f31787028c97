/// Why a text is not an address that mail can be sent to.
package enum InvalidEmailAddress: Error, Sendable, Hashable {
    /// Nothing was there.
    case empty
    /// More than 254 octets (RFC 5321 section 4.5.3.1.3, less its angle brackets).
    case tooLong
    /// A line end, a NUL or another control character.
    case controlCharacter
    /// A space.
    case blank
    /// A comma: often two addresses in one field.
    case comma
    /// `<` or `>`.
    case angleBracket
    /// No `@`.
    case missingAt
    /// More than one `@`: often two addresses in one field.
    case severalAts
    /// Nothing before the `@`.
    case emptyLocalPart
    /// More than 64 octets before the `@` (RFC 5321 section 4.5.3.1.1).
    case localPartTooLong
    /// A quoted part before the `@`; the standard has it, our users' mail systems do not.
    case quotedLocalPart
    /// A dot at an end of the part before the `@`, or two in a row.
    case misplacedDot
    /// A character outside ASCII before the `@` that is no letter, mark or digit, or looks like another.
    case internationalLocalPart
    /// Another character that cannot stand before the `@`.
    case forbiddenCharacter
    /// The part behind the `@` is no domain name.
    case domain(InvalidDomainName)
    /// The domain has no dot, and is not `localhost`.
    case domainWithoutDot
    /// The domain ends in digits only: an IP address, not a name.
    case numericDomain
}

extension InvalidEmailAddress: CustomStringConvertible {
    /// The reason in English, for logs; it never repeats the input.
    package var description: String {
        switch self {
        case .empty: "the address is empty"
        case .tooLong: "the address has more than 254 octets"
        case .controlCharacter: "the address has a line end or another control character"
        case .blank: "the address has a space"
        case .comma: "the address has a comma"
        case .angleBracket: "the address has an angle bracket"
        case .missingAt: "the address has no @"
        case .severalAts: "the address has more than one @"
        case .emptyLocalPart: "nothing stands before the @"
        case .localPartTooLong: "more than 64 octets stand before the @"
        case .quotedLocalPart: "the part before the @ is quoted"
        case .misplacedDot: "the part before the @ has a dot too many"
        case .internationalLocalPart:
            "the part before the @ has a character outside ASCII that is no plain letter or digit"
        case .forbiddenCharacter: "the part before the @ has a character that cannot stand there"
        case .domain(let reason): reason.description
        case .domainWithoutDot: "the domain has no dot"
        case .numericDomain: "the domain is an IP address"
        }
    }
}
