/// A file that came with a form: complete, without a name on the disk, and gone with the last reference to it.
package struct UploadedFile: Sendable {
    /// What the client says about it; nothing of that was checked against the content.
    package let part: MultipartPart
    /// Octets.
    package let size: Int64
    /// The content; `keep(as:)` gives it a name.
    package let file: TemporaryFile
}
