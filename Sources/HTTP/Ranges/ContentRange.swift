/// The value of `Content-Range` (RFC 9110 section 14.4).
struct ContentRange {
    let text: String

    /// Names a part, which is not empty, of a representation of `size` octets.
    init(_ range: Range<Int64>, of size: Int64) {
        text = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
    }

    /// Tells the size where no part could be sent.
    init(unsatisfiedOf size: Int64) {
        text = "bytes */\(size)"
    }
}
