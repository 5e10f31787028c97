/// What separates the parts of a `multipart/form-data` body: 1 to 70 octets (RFC 2046 section 5.1.1).
package struct MultipartBoundary: Sendable, Equatable {
    let octets: [UInt8]

    /// Takes a boundary for itself.
    ///
    /// - Throws: `invalidBoundary` when it is empty, too long, ends with a blank, or holds what no boundary may hold.
    package init(_ octets: [UInt8]) throws(MultipartError) {
        guard (1...70).contains(octets.count), octets.last != Octet.space, octets.allSatisfy(Self.isAllowed) else {
            throw .invalidBoundary
        }
        self.octets = octets
    }

    /// Reads it from the value of `Content-Type`: `multipart/form-data; boundary="…"`.
    ///
    /// - Throws: `notMultipart` for another type, none, or a malformed value; `missingBoundary`; `invalidBoundary`.
    package init(contentType: ArraySlice<UInt8>?) throws(MultipartError) {
        guard let contentType, let type = ContentType(contentType.span), type.essence == "multipart/form-data" else {
            throw .notMultipart
        }
        guard let boundary = type.parameter("boundary") else { throw .missingBoundary }
        try self.init(boundary)
    }

    /// Whether an octet is one of `bchars`.
    private static func isAllowed(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "'")...UInt8(ascii: ")"), UInt8(ascii: "+")...UInt8(ascii: "/"), UInt8(ascii: ":"),
            UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "_"), Octet.space:
            true
        default: Octet.isAlphanumeric(octet)
        }
    }
}
