/// How a request's content is delimited (RFC 9112 section 6.3).
package enum BodyFraming: Sendable, Equatable {
    /// No content follows the head.
    case none
    /// Exactly this many octets follow, 0 to `Int64.max`.
    case length(Int64)
    /// Chunks follow, to be read with ``ChunkedDecoder``.
    case chunked

    /// Whether nothing follows the head.
    var isEmpty: Bool { self == .none || self == .length(0) }
}
