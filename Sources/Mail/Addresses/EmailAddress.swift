import Codecs

/// An e-mail address: a dot-atom (RFC 5321 section 4.1.2), an `@`, and a domain name.
///
/// The part before the `@` may have letters beyond ASCII (RFC 6531), which only some mail servers can serve; in the
/// domain they are no obstacle.
///
/// Equality, hash and order go by ``canonical``. There the part before the `@` is folded to lower case as well, although
/// RFC 5321 section 2.4 leaves its case to the receiving system: the mail systems of the people this is made for
/// do not tell `Joerg` from `joerg`, and whoever signs in with a phone that writes the first letter large
/// means the same mailbox. Mail goes out to the spelling that was typed.
package struct EmailAddress: Sendable {
    /// What stands before the `@`, as typed but composed (NFC): 1 to 64 octets.
    package let localPart: String

    /// What stands behind the `@`.
    package let domain: DomainName

    /// The form by which two addresses are the same: lower case, punycode; ASCII if the part before the `@` is.
    package let canonical: String

    /// Takes an address exactly as it must be; blanks around it are refused.
    package init(_ text: String) throws(InvalidEmailAddress) {
        let octets = text.utf8
        guard !octets.isEmpty else { throw .empty }
        guard octets.count <= 254 else { throw .tooLong }
        guard octets.first != UInt8(ascii: "\"") else { throw .quotedLocalPart }
        try Self.refuseForbidden(text)

        let parts = octets.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw .missingAt }
        guard parts.count == 2 else { throw .severalAts }
        let (localPart, folded) = try Self.checked(localPart: Substring(parts[0]))
        self.localPart = localPart
        do throws(InvalidDomainName) {
            domain = try DomainName(String(Substring(parts[1])))
        } catch {
            throw .domain(error)
        }
        let labels = domain.asciiLabels
        guard labels.count > 1 || domain.ascii == "localhost" else { throw .domainWithoutDot }
        if let top = labels.last, top.utf8.allSatisfy(ASCII.isDigit) {
            throw .numericDomain
        }
        canonical = folded + "@" + domain.ascii
        // Small letters may be longer or shorter than large ones.
        guard canonical.utf8.count <= 254, wire.utf8.count <= 254 else { throw .tooLong }
    }

    /// The address for an envelope or a header: the domain in punycode, the part before the `@` as typed.
    package var wire: String { localPart + "@" + domain.ascii }

    /// Whether every mail server can serve it.
    package var isASCII: Bool { localPart.utf8.allSatisfy { $0 < 0x80 } }

    private static func refuseForbidden(_ text: String) throws(InvalidEmailAddress) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": throw .controlCharacter
            case " ": throw .blank
            case ",": throw .comma
            case "<", ">": throw .angleBracket
            default: continue
            }
        }
    }

    private static func checked(
        localPart: Substring
    ) throws(InvalidEmailAddress) -> (typed: String, folded: String) {
        let octets = localPart.utf8
        guard !octets.isEmpty else { throw .emptyLocalPart }
        guard octets.allSatisfy({ $0 < 0x80 }) else {
            // Composing makes it shorter or at most threefold; the bound is for the work.
            guard octets.count <= 256 else { throw .localPartTooLong }
            guard let international = InternationalLocalPart.read(String(localPart)) else {
                throw .internationalLocalPart
            }
            guard max(international.typed.utf8.count, international.folded.utf8.count) <= 64 else {
                throw .localPartTooLong
            }
            let parts = international.typed.utf8.split(
                separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.allSatisfy({ !$0.isEmpty }) else { throw .misplacedDot }
            return international
        }
        guard octets.count <= 64 else { throw .localPartTooLong }
        let dot = UInt8(ascii: ".")
        guard octets.allSatisfy({ DotAtom.isAtomText($0) || $0 == dot }) else { throw .forbiddenCharacter }
        guard DotAtom.isSpelled(by: localPart) else { throw .misplacedDot }
        return (String(localPart), ASCII.lowercased(localPart))
    }
}

extension EmailAddress: Hashable, Comparable {
    package static func == (one: EmailAddress, other: EmailAddress) -> Bool { one.canonical == other.canonical }

    package static func < (one: EmailAddress, other: EmailAddress) -> Bool { one.canonical < other.canonical }

    package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}

extension EmailAddress: CustomStringConvertible {
    /// The address as people read it: the domain with its umlauts.
    package var description: String { localPart + "@" + domain.text }
}
