import Catalogue
package import Codecs
package import Letters
import Mail
import SQLite

/// A text of the office's pages as its file has it, examined before it is published.
///
/// It is report markup, in which nothing is an error. So what is refused here is what nobody means to publish: a text
/// in another encoding, an invisible sign, a gap `[[…]]` of the draft that nobody has filled in, a link that leads
/// nowhere.
package struct OfficePageText: OfficeText {
    package static let maximumBytes = 64 << 10
    package static let adoptions = AdoptedTexts(table: "office_page")

    package let source: String

    package static func read(
        _ bytes: [UInt8], as name: OfficePageName, file: String
    ) throws(Fault) -> OfficePageText {
        guard bytes.count <= maximumBytes else { throw Fault(file: file, .file(.tooLong(limit: maximumBytes))) }
        var lines: [String] = []
        for line in Self.lines(of: bytes) {
            let number = lines.count + 1
            guard let text = String(validating: line, as: UTF8.self) else {
                throw Fault(file: file, line: number, .notUTF8)
            }
            if let reason = reason(against: text) { throw Fault(file: file, line: number, reason) }
            lines.append(text)
        }
        let text = lines.joined(separator: "\n")
        guard !ReportMarkup(text).blocks.isEmpty else { throw Fault(file: file, .empty) }
        return OfficePageText(source: text)
    }

    package static func readAdopted(_ source: String, as name: OfficePageName) -> OfficePageText? {
        OfficePageText(source: source)
    }

    /// Nothing: a page says only what the office has written.
    package static func builtIn(_ name: OfficePageName) -> OfficePageText? { nil }

    private static func reason(against line: String) -> Reason? {
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
        let bytes = Array(line.utf8)[...]
        guard let start = bytes.firstRange(of: Array(open.utf8)),
            let end = bytes[start.upperBound...].firstRange(of: Array(close.utf8))
        else { return nil }
        return String(decoding: bytes[start.upperBound..<end.lowerBound], as: UTF8.self)
    }
}

extension OfficePageText {
    package typealias Fault = SourceFault<Reason>

    /// Why a text of the office's pages is refused.
    package enum Reason: OfficeTextReason {
        /// No page has a file of this name.
        case unknownName(nearest: String)
        case file(TextFile.Refusal)
        case empty
        case notUTF8
        case controlCharacter(Unicode.Scalar)
        /// Something is still to be filled in.
        case gap(String)
        /// A link that would not lead anywhere.
        case badLink(String)

        /// What is wrong, and what to do.
        package var description: String {
            switch self {
            case .unknownName(let nearest): "no page has a text of this name; did you mean '\(nearest)'?"
            case .file(let refusal): "\(refusal)"
            case .empty: "it is empty; write the text, or remove the file"
            case .notUTF8: "not UTF-8; save the file in this encoding"
            case .controlCharacter(let scalar):
                "it has the invisible sign U+\(String(scalar.value, radix: 16, uppercase: true)); remove it"
            case .gap(let text):
                "'[[\(text)]]' is still to be filled in; write what belongs there, without the brackets"
            case .badLink(let address):
                "'\(address)' is no address for a link; it begins with https://, http://, mailto: or /, without blanks"
            }
        }
    }
}

extension OfficeTexts<OfficePageText> {
    /// The texts of the office's pages in a data folder.
    package init(_ data: DataFolder) {
        self.init(data.pages)
    }
}
