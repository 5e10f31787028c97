/// The list of protocols that a client offers (RFC 7301 section 3.1).
enum ALPN {
    /// Where `http/1.1` stands in a list of names, each behind an octet with its length; nil when it does not.
    static func http11(in offered: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var start = 0
        while start < offered.count {
            let name = unsafe start + 1..<start + 1 + Int(offered[start])
            guard name.upperBound <= offered.count else { return nil }
            if unsafe offered[name].elementsEqual("http/1.1".utf8) { return name }
            start = name.upperBound
        }
        return nil
    }
}
