import Codecs

extension EncodedWord {
    /// The text of a field's value: encoded words (RFC 2047) decoded, everything else as it is.
    ///
    /// Blanks between two encoded words go away (section 6.2). What is no whole word, or of an unknown encoding, stays as
    /// it is written. Octets of neighbouring words of one encoding are put together first, because many programs cut
    /// within a character.
    static func text(_ value: [UInt8]) -> String {
        var pieces: [(octets: [UInt8], charset: Charset?, isWord: Bool)] = []
        var rest = value[...]
        func append(_ octets: ArraySlice<UInt8>, _ charset: Charset?, isWord: Bool) {
            if let last = pieces.last, last.isWord == isWord, last.charset == charset {
                pieces[pieces.count - 1].octets += octets
            } else {
                pieces.append((Array(octets), charset, isWord))
            }
        }
        while !rest.isEmpty {
            if rest.starts(with: "=?".utf8), let word = read(rest) {
                append(word.octets[...], word.charset, isWord: true)
                rest = rest[word.end...]
                let blanks = rest.prefix(while: ASCII.isBlank)
                let next = rest[blanks.endIndex...]
                if !blanks.isEmpty, next.starts(with: "=?".utf8), read(next) != nil { rest = next }
                continue
            }
            let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "=")) ?? rest.endIndex
            append(rest[..<end], nil, isWord: false)
            rest = rest[end...]
        }
        return pieces.map { Charset.text($0.octets, declared: $0.charset) }.joined()
    }

    /// One encoded word at the begin; `nil` where there is none.
    private static func read(_ octets: ArraySlice<UInt8>) -> (octets: [UInt8], charset: Charset, end: Int)? {
        let question = UInt8(ascii: "?")
        // Longer than the standard allows, because it occurs.
        let bounded = octets.prefix(1000)
        var parts: [ArraySlice<UInt8>] = []
        var start = bounded.startIndex + 2
        while parts.count < 3 {
            guard let end = bounded[start...].firstIndex(of: question) else { return nil }
            parts.append(bounded[start..<end])
            start = end + 1
        }
        guard start < bounded.endIndex, bounded[start] == UInt8(ascii: "=") else { return nil }
        // A language may stand behind the charset (RFC 2231 section 5).
        let name = parts[0].prefix { $0 != UInt8(ascii: "*") }
        guard let charset = Charset(String(decoding: name, as: UTF8.self)) else { return nil }
        let content = Array(parts[2])
        switch parts[1].first {
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            return (TransferEncoding.base64.decoded(content), charset, start + 1)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"):
            let blanks = content.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
            // Guarded against the rule that blanks at the end of a line are none.
            let decoded = TransferEncoding.quotedPrintable.decoded(blanks + [UInt8(ascii: "."), UInt8(ascii: "=")])
            return (Array(decoded.dropLast()), charset, start + 1)
        default: return nil
        }
    }
}
