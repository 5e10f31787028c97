/// Which codings a client takes, and how much it likes each (RFC 9110 section 12.5.3).
package struct AcceptEncoding: Sendable {
    /// Thousandths by coding, for those that are named.
    private var named: [ContentCoding: Int] = [:]
    /// The weight of `*`.
    private var anything: Int?

    /// Reads the fields of a request as one list.
    ///
    /// Without a field, and with one that cannot be read to its end, nothing but the plain form is taken to be
    /// understood. Of a coding that is named twice the lower weight counts.
    package init(_ head: RequestHead) {
        self.init(head.all(.acceptEncoding))
    }

    init(_ fields: [ArraySlice<UInt8>]) {
        for field in fields {
            let bytes = field.span
            var position = 0
            while let element = bytes.nextElement(&position, to: bytes.count) {
                // Empty elements are allowed (RFC 9110 section 5.6.1.2).
                guard !element.isEmpty else { continue }
                guard let (name, weight) = bytes.weighted(element), bytes.endOfToken(name) == name.upperBound else {
                    (named, anything) = ([:], nil)
                    return
                }
                if bytes.equals(name, "*") {
                    anything = min(weight, anything ?? weight)
                } else if let coding = AcceptEncoding.coding(bytes, name) {
                    named[coding] = min(weight, named[coding] ?? weight)
                }
            }
        }
    }

    private static func coding(_ bytes: Span<UInt8>, _ name: Range<Int>) -> ContentCoding? {
        if bytes.equalsIgnoringCase(name, "br") { return .brotli }
        // The older name means the same (RFC 9110 section 8.4.1.3).
        if bytes.equalsIgnoringCase(name, "gzip") || bytes.equalsIgnoringCase(name, "x-gzip") { return .gzip }
        if bytes.equalsIgnoringCase(name, "identity") { return .identity }
        return nil
    }

    /// The coding to send.
    ///
    /// The highest weight wins, then the earlier place in `offered`, then the plain form. That is also what a client
    /// gets that takes nothing there is, its own refusal of it included: better read than turned away.
    ///
    /// `offered` is what there is besides the plain form, the one to send first when the client does not mind.
    package func best(of offered: [ContentCoding]) -> ContentCoding {
        var best = (coding: ContentCoding.identity, weight: 0)
        for coding in offered {
            let weight = named[coding] ?? anything ?? 0
            if weight > best.weight { best = (coding, weight) }
        }
        // Not named it is accepted, but behind everything that is.
        let plain = named[.identity] ?? anything ?? 0
        return plain > best.weight ? .identity : best.coding
    }
}

/// A form in which a representation may be sent (RFC 9110 section 8.4.1).
package enum ContentCoding: String, Sendable {
    case brotli = "br"
    case gzip
    /// As it is; never named in `Content-Encoding`.
    case identity
}
