import SQLite

/// The name of a picture in reports and addresses: a slug and the extension of its format, such as `saal.jpg`.
package struct PictureName: RawRepresentable, DatabaseValue, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init?(rawValue: String) {
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Slug(String(parts[0])) != nil,
            PictureFormat(fileExtension: String(parts[1])) != nil
        else { return nil }
        self.rawValue = rawValue
    }

    package init?(_ text: String) {
        self.init(rawValue: text)
    }

    /// A name made from that of a file: `Großer Saal.JPEG` becomes `grosser-saal.jpg`; nil when nothing of it is left.
    package init?(fileName: String, format: PictureFormat) {
        let stem = FileName(rawValue: fileName)?.stem ?? fileName
        guard let slug = Slug(title: stem) else { return nil }
        self.init(rawValue: "\(slug).\(format.fileExtension)")
    }

    package var description: String { rawValue }
}
