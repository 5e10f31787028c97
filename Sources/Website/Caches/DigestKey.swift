/// A SHA-256 as the key of a dictionary: hashed and compared by words, not by bytes.
struct DigestKey: Hashable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes the 32 bytes of a digest.
    init(_ digest: [UInt8]) {
        precondition(digest.count == 32)
        func word(_ index: Int) -> UInt64 {
            digest[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    static func == (one: DigestKey, other: DigestKey) -> Bool {
        one.words == other.words
    }

    /// A part of a digest tells it from others as well as the whole does.
    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}
