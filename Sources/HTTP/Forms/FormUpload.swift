package import SystemPackage

/// A form with files (`multipart/form-data`, RFC 7578): its texts in memory, its files on the disk.
///
/// A browser sends a field for a file that was not chosen as an empty file with an empty name; it is left out.
package struct FormUpload: Sendable {
    /// The texts in the order they were sent, UTF-8 without NUL.
    package let form: Form
    /// The files in the order they were sent.
    package let files: [UploadedFile]

    /// Reads the content of a request, file by file into the file system of a folder, never more than a piece of it in
    /// memory and never faster than it is written.
    ///
    /// Writes at most 256 KB between two turns of the worker's other connections. Whatever goes wrong, nothing stays in
    /// the folder, nor does it when the process is killed.
    package static func read(
        _ content: RequestContent, of head: RequestHead, into folder: FilePath, limits: FormUploadLimits
    ) async throws(FormUploadError) -> FormUpload {
        var reader = try reader(for: head, limits)
        var draft = FormUploadDraft(folder: folder, limits: limits)
        while let octets = try await next(of: content, limits) {
            try take(octets.span, &reader, &draft)
        }
        do throws(MultipartError) {
            try reader.finish()
        } catch {
            throw .malformed(error)
        }
        return FormUpload(form: Form(fields: draft.fields), files: draft.files)
    }

    private static func reader(
        for head: RequestHead, _ limits: FormUploadLimits
    ) throws(FormUploadError) -> MultipartReader {
        do throws(MultipartError) {
            guard head.count(.contentType) == 1 else { throw .notMultipart }
            return MultipartReader(
                try MultipartBoundary(contentType: head.first(.contentType)), limits: limits.parts)
        } catch {
            throw .malformed(error)
        }
    }

    private static func next(
        of content: RequestContent, _ limits: FormUploadLimits
    ) async throws(FormUploadError) -> ArraySlice<UInt8>? {
        do throws(RequestContent.Failure) {
            return try await content.next(upTo: limits.body)
        } catch {
            throw FormUploadError(error)
        }
    }

    private static func take(
        _ octets: Span<UInt8>, _ reader: inout MultipartReader, _ draft: inout FormUploadDraft
    ) throws(FormUploadError) {
        var position = 0
        while true {
            let event: MultipartReader.Event
            do throws(MultipartError) {
                event = try reader.next(in: octets, at: &position)
            } catch {
                throw .malformed(error)
            }
            switch event {
            case .part(let part): draft.begin(part)
            case .data(let range): try draft.append(octets.extracting(range))
            case .heldData(let range): try draft.append(reader.delimiter.span.extracting(range))
            case .partEnd: try draft.end()
            case .needMore: return
            }
        }
    }
}
