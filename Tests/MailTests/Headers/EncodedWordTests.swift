import Mail
import Testing

struct EncodedWordTests {
    @Test(arguments: [
        ("", []),
        ("Jörg", ["=?utf-8?Q?J=C3=B6rg?="]),
        ("a b_c?d=e", ["=?utf-8?Q?a_b=5Fc=3Fd=3De?="]),
        ("😀", ["=?utf-8?B?8J+YgA==?="]),
        ("日本", ["=?utf-8?B?5pel5pys?="]),
    ])
    func `takes Q unless it is much longer than B`(text: String, words: [String]) throws {
        #expect(EncodedWord.words(for: try HeaderText(text), firstRoom: 75) == words)
    }

    @Test(arguments: ["ü", "😀", "a", "日", "e\u{301}", "\"", "aü😀"], [-5, 32, 33, 50, 60, 74, 75, 1000])
    func `splits between scalars and keeps to its room`(unit: String, room: Int) throws {
        let text = String(repeating: unit, count: 100)
        let words = EncodedWord.words(for: try HeaderText(text), firstRoom: room)
        #expect((words.first?.utf8.count ?? 0) <= min(max(room, 32), 75))
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let parts = try words.map { word throws in try #require(Self.decoded(word)) }
        // `String(validating:)` fails on a scalar cut in two.
        let strings = try parts.map { part throws in try #require(String(validating: part, as: UTF8.self)) }
        #expect(Array(strings.joined().utf8) == Array(text.utf8))
    }

    /// A decoder of its own, so that the encoder is not measured by itself.
    private static func decoded(_ word: String) -> [UInt8]? {
        let parts = word.split(separator: "?", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "=", parts[1] == "utf-8", parts[4] == "=" else { return nil }
        return parts[2] == "Q" ? decodedQ(parts[3].utf8) : decodedB(parts[3].utf8)
    }

    private static func decodedQ(_ payload: Substring.UTF8View) -> [UInt8]? {
        var output: [UInt8] = []
        var rest = payload
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): output.append(0x20)
            case UInt8(ascii: "="):
                guard let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
                output.append(value)
                rest = rest.dropFirst(2)
            default: output.append(byte)
            }
        }
        return output
    }

    private static func decodedB(_ payload: Substring.UTF8View) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        guard payload.count % 4 == 0 else { return nil }
        var bits = 0
        var count = 0
        var output: [UInt8] = []
        for byte in payload where byte != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: byte) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return output
    }
}
