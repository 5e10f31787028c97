import Testing

@testable import HTTP

extension RequestHead {
    /// A head read from a request line and field lines, as a server would read it.
    static func make(
        _ method: String = "GET", _ target: String = "/", _ fields: [String] = []
    ) throws -> RequestHead {
        try parse("\(method) \(target) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    /// The head of a raw message in which each scalar up to U+00FF stands for one byte.
    static func parse(_ raw: String) throws -> RequestHead {
        var parser = RequestParser()
        guard case .head(let head, _) = try parser.parse(bytes(raw).span) else {
            throw Incomplete()
        }
        return head
    }

    struct Incomplete: Error {}
}

/// The bytes of a text in which each scalar up to U+00FF stands for one byte.
func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
}

/// A field value as the readers take it.
func field(_ text: String) -> ArraySlice<UInt8> {
    ArraySlice(bytes(text))
}

/// SplitMix64 by its published constants: the same numbers from the same seed on every machine.
struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
