/// What a request asks for (RFC 9112 section 3.2), percent-decoded exactly once.
package struct RequestTarget: Sendable, Equatable {
    /// The forms a target can have; the fourth, `host:port`, comes with CONNECT alone, which is refused.
    package enum Kind: Sendable {
        /// `/path?query`
        case origin
        /// `http://host/path?query`
        case absolute
        /// `*`, with OPTIONS only
        case asterisk
    }

    /// The form the target was sent in.
    package let kind: Kind

    /// The scheme that was asked for, which only a target with a host names.
    package let scheme: Scheme?

    /// The decoded path: begins with `/`, valid UTF-8, no control octet, no backslash, no dot segment.
    ///
    /// An encoded slash is refused, so every `/` here is a separator. Empty for the asterisk form.
    package let path: String

    /// The query without its question mark and still encoded; `nil` when there is no question mark.
    package let query: String?

    /// The parts of the path between slashes; `[]` for `/`, a last empty part for a trailing slash.
    ///
    /// Splits on each call: keep the result.
    package var segments: [String] {
        guard path.utf8.count > 1 else { return [] }
        return path.utf8.dropFirst().split(separator: Octet.slash, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }

    /// The decoded query, empty when there is none.
    ///
    /// - Throws: ``FormError`` for bad escapes, bad UTF-8, NUL, or more than 64 items.
    package func queryItems() throws(FormError) -> Form {
        try Form(Array((query ?? "").utf8).span)
    }
}
