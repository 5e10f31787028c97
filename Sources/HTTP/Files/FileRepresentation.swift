package import Codecs

/// A file as it is offered, and the answer to a request for it: conditions, ranges and HEAD included.
package struct FileRepresentation: Sendable {
    package let file: OpenFile
    package let validators: Validators
    package let mediaType: MediaType
    package let disposition: ContentDisposition?
    /// The value of `Cache-Control`.
    package let cacheControl: String

    package init(
        _ file: OpenFile, validators: Validators, mediaType: MediaType, disposition: ContentDisposition?,
        cacheControl: String
    ) {
        self.file = file
        self.validators = validators
        self.mediaType = mediaType
        self.disposition = disposition
        self.cacheControl = cacheControl
    }

    /// The answer to a GET or HEAD: 200, 206, 304, 412 or 416.
    ///
    /// Whether the client may have the file at all is decided before. `Range` counts for GET only. Several ranges are
    /// answered with the whole file where that costs no more than the parts and their framing would. A part is
    /// described like the whole, also behind `If-Range`, so that no browser is ever left to guess what it has.
    package func response(to head: RequestHead, now: @autoclosure () -> Int64 = HTTPDate.now) -> Response {
        switch Preconditions.evaluate(head, validators, now: now()) {
        case .preconditionFailed: return Response(.preconditionFailed)
        case .notModified: return Response(.notModified, unchanged)
        case .proceed: break
        }
        switch selection(head, now: now()) {
        case .whole: return whole
        case .single(let range):
            var response = Response(
                .partialContent, shared + described(as: mediaType.text), body: .file(FileRegion(file, range)))
            response.append(.contentRange, ContentRange(range, of: file.size).text)
            return response
        case .multiple(let ranges):
            let boundary = FileParts.Boundary()
            let parts = FileParts(file, ranges, mediaType: mediaType, boundary: boundary)
            guard parts.count < file.size else { return whole }
            return Response(.partialContent, shared + described(as: boundary.mediaType), body: .parts(parts))
        case .unsatisfiable:
            var response = Response(.rangeNotSatisfiable)
            response.append(.acceptRanges, "bytes")
            response.append(.contentRange, ContentRange(unsatisfiedOf: file.size).text)
            return response
        }
    }

    private var whole: Response {
        Response(.ok, shared + described(as: mediaType.text), body: .file(FileRegion(file)))
    }

    private func selection(_ head: RequestHead, now: @autoclosure () -> Int64) -> ByteRange {
        guard head.method == .get, head.count(.range) == 1, let field = head.first(.range),
            Preconditions.rangeApplies(head, validators, now: now())
        else { return .whole }
        return ByteRange(field.span, size: file.size)
    }

    /// What a 304 must repeat of the 200 (RFC 9110 section 15.4.5); the date only where there is no tag.
    private var unchanged: [ResponseField] {
        validators.entityTag == nil ? shared : shared.filter { $0.name != .lastModified }
    }

    private var shared: [ResponseField] {
        var fields = [ResponseField(.cacheControl, cacheControl)]
        if let tag = validators.entityTag { fields.append(ResponseField(.entityTag, tag.fieldValue)) }
        if let seconds = validators.lastModified {
            fields.append(ResponseField(.lastModified, String(decoding: HTTPDate.format(seconds), as: UTF8.self)))
        }
        return fields
    }

    private func described(as type: String) -> [ResponseField] {
        var fields = [ResponseField(.contentType, type), ResponseField(.acceptRanges, "bytes")]
        if let disposition { fields.append(ResponseField(.contentDisposition, disposition.fieldValue)) }
        fields.append(ResponseField(.contentTypeOptions, "nosniff"))
        return fields
    }
}

extension FileParts {
    /// Frames `ranges` of `file`, each inside it.
    init(_ file: OpenFile, _ ranges: [Range<Int64>], mediaType: MediaType, boundary: Boundary) {
        var parts: [Part] = []
        for range in ranges {
            // The empty line before a dash belongs to the boundary; before the first there is no byte to part from.
            let preamble = Array(
                """
                \(parts.isEmpty ? "" : "\r\n")--\(boundary.text)\r\n\
                Content-Type: \(mediaType.text)\r\n\
                Content-Range: \(ContentRange(range, of: file.size).text)\r\n\r\n
                """.utf8)
            parts.append(Part(preamble: preamble, region: FileRegion(file, range)))
        }
        self.init(parts, closing: Array("\r\n--\(boundary.text)--\r\n".utf8))
    }

    /// What divides the parts from each other: 128 random bits as 32 hexadecimal digits.
    ///
    /// No file can be made to hold it, since it is drawn for each answer, and none holds it by chance.
    struct Boundary: Sendable {
        let text: String

        init(using random: inout some RandomNumberGenerator) {
            text = Hex.encode(random.next()) + Hex.encode(random.next())
        }

        init() {
            var random = SystemRandomNumberGenerator()
            self.init(using: &random)
        }

        /// The value of `Content-Type` that announces it.
        var mediaType: String { "multipart/byteranges; boundary=\(text)" }
    }
}
