import Catalogue
import Codecs
import Letters
import Mail

/// Examines a text of the office's pages before it is published.
///
/// It is report markup, in which nothing is an error. So what is refused here is what nobody means to publish: a text
/// in another encoding, an invisible sign, a gap `[[…]]` of the draft that nobody has filled in, a link that leads
/// nowhere.
enum OfficePageReader {
    /// The longest file, in octets.
    static let maximumOctets = 64 << 10

    /// The text; `file`: what to call it in a fault.
    static func read(_ octets: [UInt8], file: String) throws(OfficePageFault) -> String {
        guard octets.count <= maximumOctets else {
            throw OfficePageFault(file: file, .file(.tooManyOctets(limit: maximumOctets)))
        }
        let content = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? octets.dropFirst(3) : octets[...]
        var lines: [String] = []
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let number = lines.count + 1
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let text = String(validating: line, as: UTF8.self) else {
                throw OfficePageFault(file: file, line: number, .notUTF8)
            }
            if let reason = reason(against: text) { throw OfficePageFault(file: file, line: number, reason) }
            lines.append(text)
        }
        let text = lines.joined(separator: "\n")
        guard !ReportMarkup(text).blocks.isEmpty else { throw OfficePageFault(file: file, .empty) }
        return text
    }

    private static func reason(against line: String) -> OfficePageFault.Reason? {
        let isInvisible: (Unicode.Scalar) -> Bool = { $0 != "\t" && $0.isUnsafeInLine }
        if let scalar = line.unicodeScalars.first(where: isInvisible) { return .controlCharacter(scalar) }
        if let gap = between("[[", "]]", of: line) { return .gap(gap) }
        return badLink(in: line).map { .badLink($0) }
    }

    /// The address of the first link that `ReportMarkup` would leave as text.
    private static func badLink(in line: String) -> String? {
        var rest = Array(line.utf8)[...]
        while let start = rest.firstRange(of: Array("](".utf8)) {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: UInt8(ascii: ")")) else { return nil }
            let address = rest[..<end]
            if !InlineReader.isAllowed(address) { return String(decoding: address, as: UTF8.self) }
            rest = rest[end...]
        }
        return nil
    }

    private static func between(_ open: String, _ close: String, of line: String) -> String? {
        let octets = Array(line.utf8)[...]
        guard let start = octets.firstRange(of: Array(open.utf8)),
            let end = octets[start.upperBound...].firstRange(of: Array(close.utf8))
        else { return nil }
        return String(decoding: octets[start.upperBound..<end.lowerBound], as: UTF8.self)
    }
}
