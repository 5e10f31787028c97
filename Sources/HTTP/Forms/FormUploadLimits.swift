/// How much a form with files may hold.
package struct FormUploadLimits: Sendable, Equatable {
    /// Octets of the whole body; a declared length above it is refused before anything is read.
    package var body: Int64
    /// Octets of one file.
    package var file: Int64
    /// Files with content.
    package var files = 8
    /// Octets of one text, and of all of them.
    package var text = 64 * 1024
    package var texts = 256 * 1024
    /// The number and the heads of the parts.
    package var parts = MultipartLimits()

    /// Makes limits from those of the whole body and of one file, which have no sensible default.
    package init(body: Int64, file: Int64) {
        self.body = body
        self.file = file
    }
}
