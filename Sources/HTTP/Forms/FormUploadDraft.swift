internal import SystemPackage

/// A form with files as far as it has come.
struct FormUploadDraft {
    /// Pieces below it are gathered, so that a client cannot have each of its octets written alone.
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

    mutating func append(_ octets: Span<UInt8>) throws(FormUploadError) {
        guard part?.fileName != nil else {
            guard octets.count <= limits.text - buffer.count else { throw .tooLarge(.text) }
            texts += octets.count
            guard texts <= limits.texts else { throw .tooLarge(.texts) }
            return buffer += octets.array(0..<octets.count)
        }
        guard Int64(octets.count) <= limits.file - size else { throw .tooLarge(.file) }
        size += Int64(octets.count)
        if buffer.isEmpty, octets.count >= Self.gathered / 2 {
            try write(octets)
        } else {
            buffer += octets.array(0..<octets.count)
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
        let octets = buffer
        try write(octets.span)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ octets: Span<UInt8>) throws(FormUploadError) {
        let file = try opened()
        do throws(FileWriteError) {
            try file.write(octets)
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
