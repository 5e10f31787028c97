import Codecs
@_spi(_Unicode) import Swift

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
    /// What stands before the `@`, as typed but composed (NFC): 1 to 64 bytes.
    package let localPart: String

    /// What stands behind the `@`.
    package let domain: DomainName

    /// The form by which two addresses are the same: lower case, punycode; ASCII if the part before the `@` is.
    package let canonical: String

    /// Takes an address exactly as it must be; blanks around it are refused.
    package init(_ text: String) throws(InvalidEmailAddress) {
        let bytes = text.utf8
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= 254 else { throw .tooLong }
        guard bytes.first != UInt8(ascii: "\"") else { throw .quotedLocalPart }
        try Self.refuseForbidden(text)

        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
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
        let bytes = localPart.utf8
        guard !bytes.isEmpty else { throw .emptyLocalPart }
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            // Composing makes it shorter or at most threefold; the bound is for the work.
            guard bytes.count <= 256 else { throw .localPartTooLong }
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
        guard bytes.count <= 64 else { throw .localPartTooLong }
        let dot = UInt8(ascii: ".")
        guard bytes.allSatisfy({ DotAtom.isAtomText($0) || $0 == dot }) else { throw .forbiddenCharacter }
        guard DotAtom.isSpelled(by: localPart) else { throw .misplacedDot }
        return (String(localPart), ASCII.lowercased(localPart))
    }

    /// Takes an address as people paste it.
    ///
    /// Blanks and invisible marks around it, `mailto:` before it, a full-width `＠` and the form `Name <a@b.example>`
    /// are understood; the name is dropped. A name with another address in it is refused with ``InvalidEmailAddress/severalAts``
    /// rather than half of the input being used.
    package init(pasted text: String) throws(InvalidEmailAddress) {
        guard text.utf8.count <= 1000 else { throw .tooLong }
        let mapped = text.unicodeScalars.map { $0 == "\u{FF20}" ? "@" : $0 }
        var scalars = mapped.trimming(while: \.isWhitespaceOrFormat)
        guard let start = scalars.firstIndex(of: "<"), scalars.last == ">",
            scalars.lastIndex(of: "<") == start, scalars.firstIndex(of: ">") == scalars.indices.last
        else {
            try self.init(Self.withoutScheme(scalars))
            return
        }
        let name = scalars[..<start].trimming { $0.isWhitespaceOrFormat || $0 == "\"" || $0 == "'" }
        scalars = scalars[(start + 1)...].dropLast().trimming(while: \.isWhitespaceOrFormat)
        try self.init(Self.withoutScheme(scalars))
        // Outlook repeats the address as the name when it knows no better.
        if name.contains("@"), try EmailAddress(Self.string(name)) != self { throw .severalAts }
    }

    private static func withoutScheme(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        let text = string(scalars)
        let scheme = "mailto:"
        let start = ASCII.lowercased(String(decoding: text.utf8.prefix(scheme.utf8.count), as: UTF8.self))
        return start == scheme ? String(decoding: text.utf8.dropFirst(scheme.utf8.count), as: UTF8.self) : text
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
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

/// Why a text is not an address that mail can be sent to.
package enum InvalidEmailAddress: Error, Sendable, Hashable {
    /// Nothing was there.
    case empty
    /// More than 254 bytes (RFC 5321 section 4.5.3.1.3, less its angle brackets).
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
    /// More than 64 bytes before the `@` (RFC 5321 section 4.5.3.1.1).
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

/// What stands before an `@` when it is not ASCII (RFC 6531 section 3.3).
///
/// The standard takes nearly everything there is. Here only letters, marks and digits are taken beside the signs of
/// ASCII, so that nothing invisible, nothing that turns the direction of text and no symbol passes; mailboxes have no
/// others.
enum InternationalLocalPart {
    /// The part composed (NFC, as RFC 6532 section 3.1 wants it) as typed and in small letters; nil for what is refused.
    ///
    /// A letter that would become ASCII as a small one, such as the Kelvin sign, is refused, so that no look-alike
    /// becomes equal to a plain name.
    static func read(_ text: String) -> (typed: String, folded: String)? {
        // Composing alone makes plain letters of some signs.
        for scalar in text.unicodeScalars where !scalar.isASCII {
            guard !String(scalar)._nfc.contains(where: \.isASCII) else { return nil }
        }
        // The standard library shows NFC by this SPI only; see `Secret.normalized()`.
        var typed = String.UnicodeScalarView()
        var folded = String.UnicodeScalarView()
        var isFirst = true
        for scalar in text._nfc {
            typed.append(scalar)
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                guard DotAtom.isAtomText(byte) || byte == UInt8(ascii: ".") else { return nil }
                folded.append(Unicode.Scalar(ASCII.lowercased(byte)))
                isFirst = byte == UInt8(ascii: ".")
                continue
            }
            for small in scalar.properties.lowercaseMapping.unicodeScalars {
                guard !small.isASCII, UnicodeLabel.isAdmitted(small) else { return nil }
                guard !isFirst || !UnicodeLabel.isMark(small) else { return nil }
                folded.append(small)
                isFirst = false
            }
        }
        return (String(typed), String(folded))
    }
}

/// Atoms of mail syntax (RFC 5322 section 3.2.3).
enum DotAtom {
    /// Whether a byte is `atext`.
    static func isAtomText(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Whether a text is `dot-atom-text`: atoms with single dots between them.
    static func isSpelled(by text: some StringProtocol) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
    }
}
