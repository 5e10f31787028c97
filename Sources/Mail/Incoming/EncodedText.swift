import Codecs

/// The encodings of characters in which mails arrive.
enum Charset: Sendable {
    case utf8
    /// Stands for ISO 8859-1 and ASCII as well, since mail programs call it that.
    case windows1252
    /// ISO 8859-15.
    case latin9

    /// Reads a name of the IANA list; `nil` for every other encoding.
    init?(_ name: String) {
        switch ASCII.lowercased(name) {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252",
            "x-cp1252":
            self = .windows1252
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9": self = .latin9
        default: return nil
        }
    }

    /// Turns bytes into text; what does not fit becomes U+FFFD.
    ///
    /// Mails lie about their encoding: what is valid UTF-8 is taken for it, and what says to be UTF-8 and is not, for
    /// Windows-1252.
    static func text(_ bytes: [UInt8], declared: Charset?) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return switch declared {
        case .latin9: latin9(bytes)
        case .utf8, .windows1252, nil: Windows1252.decode(bytes)
        }
    }

    private static func latin9(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { latin9Differences[$0] ?? Unicode.Scalar($0) }))
    }

    private static let latin9Differences: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]
}

extension EncodedWord {
    /// The text of a field's value: encoded words (RFC 2047) decoded, everything else as it is.
    ///
    /// Blanks between two encoded words go away (section 6.2). What is no whole word, or of an unknown encoding, stays as
    /// it is written. Bytes of neighbouring words of one encoding are put together first, because many programs cut
    /// within a character.
    static func text(_ value: [UInt8]) -> String {
        var pieces: [(bytes: [UInt8], charset: Charset?, isWord: Bool)] = []
        var rest = value[...]
        func append(_ bytes: ArraySlice<UInt8>, _ charset: Charset?, isWord: Bool) {
            if let last = pieces.last, last.isWord == isWord, last.charset == charset {
                pieces[pieces.count - 1].bytes += bytes
            } else {
                pieces.append((Array(bytes), charset, isWord))
            }
        }
        while !rest.isEmpty {
            if rest.starts(with: "=?".utf8), let word = read(rest) {
                append(word.bytes[...], word.charset, isWord: true)
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
        return pieces.map { Charset.text($0.bytes, declared: $0.charset) }.joined()
    }

    /// One encoded word at the begin; `nil` where there is none.
    private static func read(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], charset: Charset, end: Int)? {
        let question = UInt8(ascii: "?")
        // Longer than the standard allows, because it occurs.
        let bounded = bytes.prefix(1000)
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
