import Catalogue

/// What people call a kind of file.
enum FileType {
    /// `PDF`, `PowerPoint`, `Word`; what has no such name is called by its extension.
    static func text(_ name: FileName) -> String {
        switch name.fileExtension {
        case "ppt", "pptx", "pps", "ppsx": "PowerPoint"
        case "doc", "docx": "Word"
        case "xls", "xlsx": "Excel"
        case "odp", "odt", "ods": "OpenDocument"
        case "key": "Keynote"
        case "jpg", "jpeg": "JPEG"
        case let other: String(decoding: other.utf8.map { (0x61...0x7A).contains($0) ? $0 & ~0x20 : $0 }, as: UTF8.self)
        }
    }
}
