/// The media type of a file (RFC 9110 section 8.3.1), from the one table of those that are handed out.
package struct MediaType: Sendable, Equatable {
    /// The value of `Content-Type`.
    package let text: String
    /// Whether a browser may show it in the page's own origin: nothing that can carry a script of ours to run.
    package let isSafeInline: Bool

    /// What is not on the list.
    package static let octetStream = MediaType("application/octet-stream")
    package static let html = MediaType("text/html; charset=utf-8")
    package static let plainText = MediaType("text/plain; charset=utf-8", isSafeInline: true)
    package static let json = MediaType("application/json")
    package static let xml = MediaType("application/xml; charset=utf-8")
    package static let atom = MediaType("application/atom+xml; charset=utf-8")
    package static let zip = MediaType("application/zip")
    package static let pdf = MediaType("application/pdf", isSafeInline: true)

    private init(_ text: String, isSafeInline: Bool = false) {
        self.text = text
        self.isSafeInline = isSafeInline
    }

    /// The type for a file name by its extension, ASCII case ignored; ``octetStream`` when it is not on the list.
    package init(fileName: String) {
        let name = fileName.utf8
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else {
            self = .octetStream
            return
        }
        let suffix = name[name.index(after: dot)...].prefix(16).map { ASCII.lowercased($0) }
        self = Self.byExtension[String(decoding: suffix, as: UTF8.self)] ?? .octetStream
    }

    /// A type that was stored; one that is not on the list is handed out as it is, but never shown inline.
    package init(stored text: String) {
        self = Self.byText[text] ?? MediaType(text)
    }

    private static let byText = Dictionary(
        byExtension.values.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })

    private static let byExtension: [String: MediaType] = {
        let officeDocument = "application/vnd.openxmlformats-officedocument."
        let openDocument = "application/vnd.oasis.opendocument."
        let jpeg = MediaType("image/jpeg", isSafeInline: true)
        return [
            "pdf": .pdf,
            "pptx": MediaType(officeDocument + "presentationml.presentation"),
            "ppsx": MediaType(officeDocument + "presentationml.slideshow"),
            "docx": MediaType(officeDocument + "wordprocessingml.document"),
            "xlsx": MediaType(officeDocument + "spreadsheetml.sheet"),
            "ppt": MediaType("application/vnd.ms-powerpoint"),
            "pps": MediaType("application/vnd.ms-powerpoint"),
            "doc": MediaType("application/msword"),
            "xls": MediaType("application/vnd.ms-excel"),
            "odp": MediaType(openDocument + "presentation"),
            "odt": MediaType(openDocument + "text"),
            "ods": MediaType(openDocument + "spreadsheet"),
            "key": MediaType("application/vnd.apple.keynote"),
            "rtf": MediaType("application/rtf"),
            "epub": MediaType("application/epub+zip"),
            "zip": .zip,
            "png": MediaType("image/png", isSafeInline: true),
            "jpg": jpeg,
            "jpeg": jpeg,
            "gif": MediaType("image/gif", isSafeInline: true),
            "webp": MediaType("image/webp", isSafeInline: true),
            "mp4": MediaType("video/mp4", isSafeInline: true),
            "webm": MediaType("video/webm", isSafeInline: true),
            "mp3": MediaType("audio/mpeg", isSafeInline: true),
            "txt": .plainText,
            "csv": MediaType("text/csv; charset=utf-8"),
            "ics": MediaType("text/calendar; charset=utf-8"),
            "html": .html,
            "css": MediaType("text/css; charset=utf-8"),
            "js": MediaType("text/javascript; charset=utf-8"),
            "json": .json,
            "webmanifest": MediaType("application/manifest+json"),
            "svg": MediaType("image/svg+xml"),
            "ico": MediaType("image/x-icon", isSafeInline: true),
            "woff2": MediaType("font/woff2"),
        ]
    }()
}
