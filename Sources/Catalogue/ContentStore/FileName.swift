import Codecs
import SQLite

/// The name under which people save a file.
///
/// A label only: nothing on the server is ever found by it.
///
/// 1 to 255 bytes of UTF-8 without control characters, path separators or bidirectional overrides, and not
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
        return String(decoding: bytes.map { ASCII.lowercased($0) }, as: UTF8.self)
    }

    /// The name without its extension.
    package var stem: String {
        guard let dot = rawValue.utf8.lastIndex(of: UInt8(ascii: ".")) else { return rawValue }
        return String(decoding: rawValue.utf8[..<dot], as: UTF8.self)
    }
}

/// What kinds of files are offered for download, and how their first bytes look.
package enum FileKind {
    /// Why a file is not taken.
    package enum Fault: Error, Equatable {
        /// The extension is on no list; these are.
        case unknownExtension(String, known: [String])
        /// The content does not begin as the extension says.
        case contentDiffers(from: String)
    }

    /// The bytes that the first `probeLength` of a file must begin with, by extension.
    private static let signatures: [String: [[UInt8]]] = {
        let zip: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04]]
        let compound: [[UInt8]] = [[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]]
        var signatures: [String: [[UInt8]]] = [
            "pdf": [Array("%PDF-".utf8)], "png": [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]],
            "jpg": [[0xFF, 0xD8, 0xFF]], "jpeg": [[0xFF, 0xD8, 0xFF]], "gif": [Array("GIF8".utf8)],
            "webp": [Array("RIFF".utf8)], "mp3": [Array("ID3".utf8), [0xFF, 0xFB], [0xFF, 0xF3], [0xFF, 0xF2]],
        ]
        for name in ["pptx", "ppsx", "docx", "xlsx", "odp", "odt", "ods", "zip", "key"] { signatures[name] = zip }
        for name in ["ppt", "pps", "doc", "xls"] { signatures[name] = compound }
        return signatures
    }()

    /// Kinds without a signature of their own at the beginning.
    private static let unsigned: Set<String> = ["txt", "csv", "mp4"]

    /// How many bytes from the beginning of a file are looked at.
    static let probeLength = 8

    /// Checks that a file is of a known kind and begins as its extension says.
    static func check(_ name: FileName, beginning: [UInt8]) throws(Fault) {
        let known = name.fileExtension
        if unsigned.contains(known) { return }
        guard let signatures = signatures[known] else {
            throw .unknownExtension(known, known: (Array(FileKind.signatures.keys) + unsigned).sorted())
        }
        guard signatures.contains(where: { beginning.starts(with: $0) }) else {
            throw .contentDiffers(from: known)
        }
    }
}
