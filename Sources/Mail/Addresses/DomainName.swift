import Codecs

/// The name of a mail domain, in the form people read and in the form the wire carries.
///
/// Plain labels are letters, digits and hyphens (RFC 1123 section 2.1). Others must be letters, marks or digits that
/// IDNA 2008 (RFC 5892) admits after case folding and composition; symbols, compatibility forms and invisible
/// characters are refused, not mapped. Equality goes by the wire form.
package struct DomainName: Sendable {
    /// Lower case, composed, otherwise as typed: `müller.example`.
    package let text: String

    /// Lower-case ASCII with punycode labels: `xn--mller-kva.example`.
    package let ascii: String

    /// Parses a domain name of one or more labels, without a dot at the end.
    package init(_ text: String) throws(InvalidDomainName) {
        guard !text.utf8.isEmpty else { throw .empty }
        // A UTF-8 byte never needs more than one byte less in punycode; this only bounds the work.
        guard text.utf8.count <= 1000 else { throw .tooLong }
        var labels: [String] = []
        var asciiLabels: [String] = []
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for part in parts {
            let (label, ascii) = try Self.folded(String(Substring(part)))
            labels.append(label)
            asciiLabels.append(ascii)
        }
        self.text = labels.joined(separator: ".")
        self.ascii = asciiLabels.joined(separator: ".")
        guard ascii.utf8.count <= 253 else { throw .tooLong }
    }

    /// The labels of the wire form, the top-level domain last.
    package var asciiLabels: [Substring] { ascii.split(separator: ".") }

    private static func folded(_ label: String) throws(InvalidDomainName) -> (label: String, ascii: String) {
        guard let first = label.utf8.first, let last = label.utf8.last else { throw .emptyLabel }
        guard first != UInt8(ascii: "-"), last != UInt8(ascii: "-") else { throw .hyphenAtEdge }
        guard label.utf8.contains(where: { $0 >= 0x80 }) else {
            let ascii = ASCII.lowercased(label)
            guard ascii.utf8.allSatisfy(isPlain) else { throw .forbiddenCharacter }
            guard ascii.utf8.count <= 63 else { throw .labelTooLong }
            return (ascii, ascii)
        }
        let composed = UnicodeLabel.folded(label)
        guard let composed else { throw .forbiddenCharacter }
        guard let encoded = Punycode.encode(composed) else { throw .labelTooLong }
        let ascii = "xn--" + encoded
        guard ascii.utf8.count <= 63 else { throw .labelTooLong }
        return (composed, ascii)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-")
    }
}

extension DomainName: Hashable {
    package static func == (one: DomainName, other: DomainName) -> Bool { one.ascii == other.ascii }

    package func hash(into hasher: inout Hasher) { hasher.combine(ascii) }
}

extension DomainName: CustomStringConvertible {
    /// The readable form.
    package var description: String { text }
}

/// Why a text is not a domain name that mail can be sent to.
package enum InvalidDomainName: Error, Sendable, Hashable {
    /// Nothing was there.
    case empty
    /// More than 253 bytes in ASCII (RFC 1035 section 2.3.4).
    case tooLong
    /// Two dots in a row, or one at an end.
    case emptyLabel
    /// A part between dots of more than 63 bytes in ASCII.
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

/// Folding of a domain label that is not plain ASCII.
enum UnicodeLabel {
    /// The label composed and in lower case, or `nil` when IDNA 2008 (RFC 5892 section 2) does not admit it.
    ///
    /// A scalar that would fold into ASCII (the Kelvin sign, the dotted capital I) is refused, so that no
    /// look-alike becomes equal to a plain name.
    static func folded(_ label: String) -> String? {
        var result = String.UnicodeScalarView()
        for scalar in composed(label) {
            if scalar.isASCII {
                guard scalar.value <= 0x7F, let byte = UInt8(exactly: scalar.value),
                    ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-")
                else { return nil }
                result.append(Unicode.Scalar(ASCII.lowercased(byte)))
                continue
            }
            for folded in scalar.properties.lowercaseMapping.unicodeScalars {
                guard !folded.isASCII, isAdmitted(folded) else { return nil }
                result.append(folded)
            }
        }
        guard let first = result.first, !isMark(first) else { return nil }
        return String(result)
    }

    static func isAdmitted(_ scalar: Unicode.Scalar) -> Bool {
        // Section 2.6: sharp s and final sigma are names of their own although case folding changes them.
        if scalar == "ß" || scalar == "ς" { return true }
        guard !scalar.properties.changesWhenNFKCCaseFolded else { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: return true
        default: return isMark(scalar)
        }
    }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }

    /// Letters followed by their marks become single letters: what a Mac puts on the clipboard is decomposed, and
    /// only the composed form has the punycode that is registered.
    private static func composed(_ label: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in label.unicodeScalars {
            if scalar.properties.canonicalCombiningClass != .notReordered, let base = result.last,
                let whole = compositions["\(base)\(scalar)"]
            {
                result[result.count - 1] = whole
            } else {
                result.append(scalar)
            }
        }
        return result
    }

    /// The composed letters of the scripts that decompose, found by any canonically equal spelling: the key's
    /// equality is Swift's own canonical equivalence.
    private static let compositions: [String: Unicode.Scalar] = {
        // Latin, Greek and Cyrillic, their extensions, and kana.
        let ranges: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x4FF, 0x1E00...0x1FFF, 0x3041...0x30FF]
        let scalars = ranges.joined().compactMap { Unicode.Scalar($0) }
        return Dictionary(scalars.map { (String($0), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
