/// A form in which a representation may be sent (RFC 9110 section 8.4.1).
package enum ContentCoding: String, Sendable {
    case brotli = "br"
    case gzip
    /// As it is; never named in `Content-Encoding`.
    case identity
}
