/// What kinds of files are offered for download, and how their first octets look.
package enum FileKind {
    /// Why a file is not taken.
    package enum Fault: Error, Equatable {
        /// The extension is on no list; these are.
        case unknownExtension(String, known: [String])
        /// The content does not begin as the extension says.
        case contentDiffers(from: String)
    }

    /// The octets that the first `probeLength` of a file must begin with, by extension.
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

    /// How many octets from the beginning of a file are looked at.
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

    /// The media type (IANA registry) of a known kind.
    static func mediaType(of name: FileName) -> String {
        mediaTypes[name.fileExtension] ?? "application/octet-stream"
    }

    private static let mediaTypes = [
        "pdf": "application/pdf",
        "ppt": "application/vnd.ms-powerpoint",
        "pps": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "key": "application/vnd.apple.keynote",
        "zip": "application/zip", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "webp": "image/webp", "mp3": "audio/mpeg", "mp4": "video/mp4",
        "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
    ]
}
