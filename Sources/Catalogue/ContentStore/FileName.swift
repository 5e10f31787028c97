import SQLite

/// The name under which people save a file.
///
/// A label only: nothing on the server is ever found by it.
///
/// 1 to 255 octets of UTF-8 without control characters, path separators or bidirectional overrides, and not
/// beginning with a dot.
package struct FileName: RawRepresentable, DatabaseValue, Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 255

    package let rawValue: String

    package init?(rawValue: String) {
        guard (1...FileName.maximumLength).contains(rawValue.utf8.count), rawValue.utf8.first != UInt8(ascii: "."),
            let label = try? Label(rawValue), label.text == rawValue,
            !rawValue.utf8.contains(UInt8(ascii: "/")), !rawValue.utf8.contains(UInt8(ascii: "\\"))
        else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    /// What stands behind the last dot, in lower-case ASCII; empty where there is no dot.
    package var fileExtension: String {
        guard let dot = rawValue.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        let bytes = rawValue.utf8[rawValue.utf8.index(after: dot)...]
        return String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// The name without its extension.
    package var stem: String {
        guard let dot = rawValue.utf8.lastIndex(of: UInt8(ascii: ".")) else { return rawValue }
        return String(decoding: rawValue.utf8[..<dot], as: UTF8.self)
    }
}
