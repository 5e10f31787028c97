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
        _ content: some ContentSource, of head: RequestHead, into folder: FilePath, limits: FormUploadLimits
    ) async throws(FormUploadError) -> FormUpload {
        var reader = try reader(for: head, limits)
        var draft = FormUploadDraft(folder: folder, limits: limits)
        while let bytes = try await next(of: content, limits) {
            try take(bytes.span, &reader, &draft)
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
        of content: some ContentSource, _ limits: FormUploadLimits
    ) async throws(FormUploadError) -> ArraySlice<UInt8>? {
        do throws(ContentError) {
            return try await content.next(upTo: limits.body)
        } catch {
            throw FormUploadError(error)
        }
    }

    private static func take(
        _ bytes: Span<UInt8>, _ reader: inout MultipartReader, _ draft: inout FormUploadDraft
    ) throws(FormUploadError) {
        var position = 0
        while true {
            let event: MultipartReader.Event
            do throws(MultipartError) {
                event = try reader.next(in: bytes, at: &position)
            } catch {
                throw .malformed(error)
            }
            switch event {
            case .part(let part): draft.begin(part)
            case .data(let range): try draft.append(bytes.extracting(range))
            case .heldData(let range): try draft.append(reader.delimiter.span.extracting(range))
            case .partEnd: try draft.end()
            case .needMore: return
            }
        }
    }
}

/// A form with files as far as it has come.
struct FormUploadDraft {
    /// Pieces below it are gathered, so that a client cannot have each of its bytes written alone.
    private static let gathered = 64 * 1024

    private(set) var fields: [Form.Field] = []
    private(set) var files: [UploadedFile] = []

    private let folder: FilePath
    private let limits: FormUploadLimits
    private var part: MultipartPart?
    /// The text, or what of the file is not written yet.
    private var buffer: [UInt8] = []
    private var texts = 0
    private var file: TemporaryFile?
    private var size: Int64 = 0

    init(folder: FilePath, limits: FormUploadLimits) {
        self.folder = folder
        self.limits = limits
    }

    mutating func begin(_ part: MultipartPart) {
        self.part = part
    }

    mutating func append(_ bytes: Span<UInt8>) throws(FormUploadError) {
        guard part?.fileName != nil else {
            guard bytes.count <= limits.text - buffer.count else { throw .tooLarge(.text) }
            texts += bytes.count
            guard texts <= limits.texts else { throw .tooLarge(.texts) }
            return buffer += bytes.array(0..<bytes.count)
        }
        guard Int64(bytes.count) <= limits.file - size else { throw .tooLarge(.file) }
        size += Int64(bytes.count)
        if buffer.isEmpty, bytes.count >= Self.gathered / 2 {
            try write(bytes)
        } else {
            buffer += bytes.array(0..<bytes.count)
            if buffer.count >= Self.gathered { try writeBuffer() }
        }
    }

    mutating func end() throws(FormUploadError) {
        guard let part else { return }
        if let fileName = part.fileName {
            try writeBuffer()
            if !fileName.isEmpty || size > 0 {
                files.append(UploadedFile(part: part, size: size, file: try opened()))
            }
        } else {
            guard let text = buffer.span.text(0..<buffer.count), !buffer.contains(0) else {
                throw .malformed(.invalidUTF8)
            }
            fields.append(Form.Field(name: part.name, value: text))
        }
        (self.part, buffer, file, size) = (nil, [], nil, 0)
    }

    private mutating func writeBuffer() throws(FormUploadError) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        try write(bytes.span)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ bytes: Span<UInt8>) throws(FormUploadError) {
        let file = try opened()
        do throws(FileWriteError) {
            try file.write(bytes)
        } catch {
            throw .storage(error)
        }
    }

    /// The part's file, made where there is none yet.
    private mutating func opened() throws(FormUploadError) -> TemporaryFile {
        if let file { return file }
        guard files.count < limits.files else { throw .tooLarge(.files) }
        do throws(FileWriteError) {
            let made = try TemporaryFile(in: folder)
            file = made
            return made
        } catch {
            throw .storage(error)
        }
    }
}

/// A file that came with a form: complete, without a name on the disk, and gone with the last reference to it.
package struct UploadedFile: Sendable {
    /// What the client says about it; nothing of that was checked against the content.
    package let part: MultipartPart
    /// Bytes.
    package let size: Int64
    /// The content; `keep(as:)` gives it a name.
    package let file: TemporaryFile
}

/// How much a form with files may hold.
package struct FormUploadLimits: Sendable, Equatable {
    /// Bytes of the whole body; a declared length above it is refused before anything is read.
    package var body: Int64
    /// Bytes of one file.
    package var file: Int64
    /// Files with content.
    package var files = 8
    /// Bytes of one text, and of all of them.
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

/// Why a form with files could not be taken in; nothing of it is left on the disk.
package enum FormUploadError: Error, Hashable {
    /// What is larger than allowed.
    package enum Excess: Sendable, Hashable {
        case body, file, files, text, texts
    }

    /// The body is no form as it should be: 415, 413 for too many parts, or 400.
    case malformed(MultipartError)
    /// The content's framing breaks a rule.
    case refused(RequestError)
    /// More than ``FormUploadLimits`` allow: 413.
    case tooLarge(Excess)
    /// The client was too slow: 408.
    case tooSlow
    /// The client is gone; no answer will reach it.
    case disconnected
    /// The file could not be written: 507 where there is no room, 503 or 500.
    case storage(FileWriteError)

    init(_ failure: ContentError) {
        self =
            switch failure {
            case .refused(.bodyTooLarge), .refused(.contentLengthOverflow): .tooLarge(.body)
            case .refused(let error): .refused(error)
            case .timedOut: .tooSlow
            case .disconnected: .disconnected
            }
    }

    /// The status to answer with.
    package var status: Status {
        switch self {
        case .malformed(let error): error.status
        case .refused(let error): error.status
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .disconnected: .badRequest
        case .storage(let error): error.status
        }
    }
}

extension FormUploadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): error.description
        case .refused(let error): error.description
        case .tooLarge(.body): "the content is too large"
        case .tooLarge(.file): "a file is too large"
        case .tooLarge(.files): "there are too many files"
        case .tooLarge(.text): "a text is too long"
        case .tooLarge(.texts): "the texts are too long together"
        case .tooSlow: "the content did not come fast enough"
        case .disconnected: "the client is gone"
        case .storage(let error): error.description
        }
    }
}
