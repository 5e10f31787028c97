/// The head of one part of a form (RFC 7578 section 4.2): what a client says about the content that follows it.
package struct MultipartPart: Sendable, Equatable {
    /// The name of the form field, never empty.
    package let name: String
    /// The name of the file as the client sent it, for a field that is a file.
    ///
    /// It is text from anywhere: there may be folders in it, dots, quotes, line ends; it may be empty, as a browser sends
    /// it for a field where no file was chosen. Nothing may be opened under it; see ``safeFileName``. `filename*` does
    /// not count, as RFC 7578 section 4.2 says.
    package let fileName: String?
    /// Type and subtype in lower case, as the client claims.
    package let mediaType: String?

    /// The file name as one harmless name for a label or a download: the last component of whatever path was sent, by
    /// ``ContentDisposition/safeName(_:)``.
    package var safeFileName: String? {
        guard let fileName else { return nil }
        let last = fileName.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last
        return ContentDisposition.safeName(last.map(String.init) ?? "")
    }

    /// Reads a head.
    ///
    /// - Parameters:
    ///   - bytes: Field lines without control bytes other than HTAB inside them.
    ///   - lines: Where the lines are, without their ends.
    /// - Throws: The rule that is broken.
    init(_ bytes: Span<UInt8>, lines: [Range<Int>]) throws(MultipartError) {
        var disposition: Range<Int>?
        var type: Range<Int>?
        for line in lines {
            let colon = bytes.endOfToken(line)
            guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
                throw .malformedHead
            }
            let name = line.lowerBound..<colon
            let value = bytes.trimmed(colon + 1..<line.upperBound)
            if bytes.equalsIgnoringCase(name, "content-disposition") {
                guard disposition == nil else { throw .missingDisposition }
                disposition = value
            } else if bytes.equalsIgnoringCase(name, "content-type") {
                guard type == nil else { throw .invalidContentType }
                type = value
            } else if bytes.equalsIgnoringCase(name, "content-transfer-encoding") {
                let isIdentity =
                    bytes.equalsIgnoringCase(value, "binary") || bytes.equalsIgnoringCase(value, "8bit")
                    || bytes.equalsIgnoringCase(value, "7bit")
                guard isIdentity else { throw .unknownTransferEncoding }
            }
        }
        guard let disposition else { throw .missingDisposition }
        (name, fileName) = try Self.names(bytes.extracting(disposition))
        if let type {
            mediaType = try Self.essence(bytes.extracting(type), isText: fileName == nil)
        } else {
            mediaType = nil
        }
    }

    private static func names(_ value: Span<UInt8>) throws(MultipartError) -> (name: String, fileName: String?) {
        let end = value.endOfToken(0..<value.count)
        guard value.equalsIgnoringCase(0..<end, "form-data"),
            let parameters = FieldParameter.list(value, from: end, quoting: .browser)
        else { throw .invalidDisposition }
        guard let name = try text("name", of: parameters), !name.isEmpty else { throw .missingName }
        return (name, try text("filename", of: parameters))
    }

    private static func text(
        _ name: String, of parameters: [FieldParameter]
    ) throws(MultipartError) -> String? {
        guard let value = parameters.first(where: { $0.name == name })?.value else { return nil }
        guard let text = value.span.text(0..<value.count) else { throw .invalidUTF8 }
        return text
    }

    private static func essence(_ value: Span<UInt8>, isText: Bool) throws(MultipartError) -> String {
        guard let type = ContentType(value) else { throw .invalidContentType }
        guard !type.essence.hasPrefix("multipart/") else { throw .nestedMultipart }
        if isText, let charset = type.parameter("charset") {
            let name = charset.span.lowercasedText(0..<charset.count)
            guard name == "utf-8" || name == "us-ascii" else { throw .unknownCharset }
        }
        return type.essence
    }
}
