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
    /// Whether the client may have the file at all is decided before. Several ranges are answered with the whole
    /// file, which RFC 9110 section 14.2 allows. `Range` counts for GET only.
    package func response(to head: RequestHead) -> Response {
        switch Preconditions.evaluate(head, validators) {
        case .preconditionFailed: return Response(.preconditionFailed)
        case .notModified: return Response(.notModified, shared)
        case .proceed: break
        }
        switch selection(head) {
        case .whole, .multiple:
            return Response(.ok, shared + described, body: .file(FileRegion(file)))
        case .single(let range):
            var response = Response(.partialContent, shared + described, body: .file(FileRegion(file, range)))
            response.append(.contentRange, "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)")
            return response
        case .unsatisfiable:
            var response = Response(.rangeNotSatisfiable)
            response.append(.acceptRanges, "bytes")
            response.append(.contentRange, "bytes */\(file.size)")
            return response
        }
    }

    private func selection(_ head: RequestHead) -> ByteRange {
        guard head.method == .get, head.count(.range) == 1, let field = head.first(.range),
            Preconditions.rangeApplies(head, validators)
        else { return .whole }
        return ByteRange(field.span, size: file.size)
    }

    /// What a 304 must repeat of the 200 (RFC 9110 section 15.4.5).
    private var shared: [ResponseField] {
        var fields = [ResponseField(.cacheControl, cacheControl)]
        if let tag = validators.entityTag { fields.append(ResponseField(.entityTag, tag.fieldValue)) }
        if let seconds = validators.lastModified {
            fields.append(ResponseField(.lastModified, String(decoding: HTTPDate.format(seconds), as: UTF8.self)))
        }
        return fields
    }

    private var described: [ResponseField] {
        var fields = [ResponseField(.contentType, mediaType.text), ResponseField(.acceptRanges, "bytes")]
        if let disposition { fields.append(ResponseField(.contentDisposition, disposition.fieldValue)) }
        fields.append(ResponseField(.contentTypeOptions, "nosniff"))
        return fields
    }
}
