/// How much of a request is read before it is refused.
package struct Limits: Sendable {
    /// The longest request line in octets; a longer one is 414.
    package let requestLine: Int
    /// The largest head in octets, at most 65 000; a larger one is 431.
    package let head: Int
    /// The most fields; more are 431.
    package let fields: Int

    /// Makes limits; a head beyond 65 000 octets is cut to that, since a field table holds places of 16 bits.
    package init(requestLine: Int = 16_384, head: Int = 32_768, fields: Int = 100) {
        self.head = min(max(head, 64), 65_000)
        self.requestLine = min(requestLine, self.head)
        self.fields = fields
    }
}
