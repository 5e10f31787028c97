/// Escaping of text for HTML: safe between tags and between double or single quotes.
///
/// By bytes of UTF-8 and not by characters, in which a quote can hide in a grapheme with a combining accent.
package enum HTMLEscaping {
    /// Appends a text with `&`, `<`, `>`, `"` and `'` as character references.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += [0x26, 0x61, 0x6D, 0x70, 0x3B]  // &amp;
            case UInt8(ascii: "<"): bytes += [0x26, 0x6C, 0x74, 0x3B]  // &lt;
            case UInt8(ascii: ">"): bytes += [0x26, 0x67, 0x74, 0x3B]  // &gt;
            case UInt8(ascii: "\""): bytes += [0x26, 0x23, 0x33, 0x34, 0x3B]  // &#34;
            case UInt8(ascii: "'"): bytes += [0x26, 0x23, 0x33, 0x39, 0x3B]  // &#39;
            default: bytes.append(byte)
            }
        }
    }

    /// The text, escaped.
    package static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
