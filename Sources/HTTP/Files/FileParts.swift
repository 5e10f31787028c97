import Codecs

/// Several parts of an open file as the content of `multipart/byteranges` (RFC 9110 section 14.6).
package struct FileParts: Sendable {
    /// A region with what stands before it: the line that divides it from the part before, and its fields.
    package struct Part: Sendable {
        package let preamble: [UInt8]
        package let region: FileRegion
    }

    /// The parts in the order they are sent.
    package let parts: [Part]
    /// What stands behind the last part.
    package let closing: [UInt8]
    /// The octets of everything together, known before anything is sent.
    package let count: Int64

    /// Frames `ranges` of `file`, each inside it.
    init(_ file: OpenFile, _ ranges: [Range<Int64>], mediaType: MediaType, boundary: Boundary) {
        var parts: [Part] = []
        var count: Int64 = 0
        for range in ranges {
            // The empty line before a dash belongs to the boundary; before the first there is no octet to part from.
            let preamble = Array(
                """
                \(parts.isEmpty ? "" : "\r\n")--\(boundary.text)\r\n\
                Content-Type: \(mediaType.text)\r\n\
                Content-Range: \(ContentRange(range, of: file.size).text)\r\n\r\n
                """.utf8)
            let region = FileRegion(file, range)
            parts.append(Part(preamble: preamble, region: region))
            count += Int64(preamble.count) + region.count
        }
        self.parts = parts
        closing = Array("\r\n--\(boundary.text)--\r\n".utf8)
        self.count = count + Int64(closing.count)
    }
}

extension FileParts {
    /// What divides the parts from each other: 128 random bits as 32 hexadecimal digits.
    ///
    /// No file can be made to hold it, since it is drawn for each answer, and none holds it by chance.
    struct Boundary: Sendable {
        let text: String

        init(using random: inout some RandomNumberGenerator) {
            text = random.next().hexadecimal + random.next().hexadecimal
        }

        init() {
            var random = SystemRandomNumberGenerator()
            self.init(using: &random)
        }

        /// The value of `Content-Type` that announces it.
        var mediaType: String { "multipart/byteranges; boundary=\(text)" }
    }
}
