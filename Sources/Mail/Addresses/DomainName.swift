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
        // A UTF-8 octet never needs more than one octet less in punycode; this only bounds the work.
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

    private static func isPlain(_ octet: UInt8) -> Bool {
        ASCII.isLetterOrDigit(octet) || octet == UInt8(ascii: "-")
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
