import Codecs

/// Encoded words (RFC 2047): text of any script in an ASCII header, in UTF-8.
package enum EncodedWord {
    /// The most characters of one encoded word (section 2).
    package static let longest = 75

    private static let overhead = "=?utf-8?Q?".utf8.count + "?=".utf8.count

    /// Encodes a text as words that the reader joins again without the blanks between them.
    ///
    /// Q, which people can read in the source, serves the whole text unless it is half again as long as B. Each word
    /// holds whole scalars (section 5). In Q only letters, digits and `!*+-/` stay, so that a word may stand in a
    /// display name too (section 5, rule 3).
    /// - Parameters:
    ///   - text: The text; an empty one gives no words.
    ///   - firstRoom: Characters left on the header's first line for the first word; taken as 32 to 75.
    /// - Returns: The words in order, each at most ``longest`` characters.
    package static func words(for text: HeaderText, firstRoom: Int) -> [String] {
        let bytes = Array(text.text.utf8)
        let isQ = 2 * quotedLength(bytes[...]) < 3 * base64Length(bytes[...])
        let length = isQ ? quotedLength : base64Length

        var words: [String] = []
        var limit = min(max(firstRoom, 32), longest) - overhead
        var start = 0
        var end = 0
        for scalar in text.text.unicodeScalars {
            let next = end + UTF8.width(scalar)
            if length(bytes[start..<next]) > limit {
                words.append(word(bytes[start..<end], isQ: isQ))
                start = end
                limit = longest - overhead
            }
            end = next
        }
        if start < end { words.append(word(bytes[start..<end], isQ: isQ)) }
        return words
    }

    private static func word(_ bytes: ArraySlice<UInt8>, isQ: Bool) -> String {
        let payload = isQ ? String(decoding: quoted(bytes), as: UTF8.self) : Base64.padded.encode(Array(bytes))
        return (isQ ? "=?utf-8?Q?" : "=?utf-8?B?") + payload + "?="
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes {
            if byte == UInt8(ascii: " ") {
                text.append(UInt8(ascii: "_"))
            } else if isPlain(byte) {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "="))
                Hex.appendUppercase(byte, to: &text)
            }
        }
        return text
    }

    private static func quotedLength(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + (isPlain($1) || $1 == UInt8(ascii: " ") ? 1 : 3) }
    }

    private static func base64Length(_ bytes: ArraySlice<UInt8>) -> Int { (bytes.count + 2) / 3 * 4 }

    private static func isPlain(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || "!*+-/".utf8.contains(byte)
    }
}
