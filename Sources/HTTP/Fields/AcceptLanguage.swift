internal import Codecs

/// The choice of a language by `Accept-Language` (RFC 9110 section 12.5.4).
package enum AcceptLanguage {
    /// The most language ranges that are looked at.
    private static let mostRanges = 32

    /// The best of the offered languages for a request, or `nil` when the client names none of them.
    ///
    /// `de-AT` accepts an offered `de`, and `de` an offered `de-AT`. The higher quality wins, then the earlier place
    /// in the field, then the earlier place in `offered`. Malformed elements are skipped.
    ///
    /// - Parameters:
    ///   - offered: Language tags in lower case, the preferred one first.
    ///   - head: The request.
    /// - Returns: One of `offered`, spelled as there.
    package static func best(of offered: [String], for head: RequestHead) -> String? {
        best(of: offered, in: head.all(.acceptLanguage))
    }

    static func best(of offered: [String], in fields: [ArraySlice<UInt8>]) -> String? {
        var named: [(rank: Int, quality: Int)?] = Array(repeating: nil, count: offered.count)
        var anything: (rank: Int, quality: Int)?
        var rank = 0
        for field in fields {
            let bytes = field.span
            var position = 0
            while rank < mostRanges, let element = bytes.nextElement(&position, to: bytes.count) {
                rank += 1
                guard let (tag, quality) = bytes.weighted(element), tag.count <= 35 else { continue }
                if bytes.equals(tag, "*") {
                    anything = anything ?? (rank, quality)
                    continue
                }
                for (index, language) in offered.enumerated() where covers(bytes, tag, language) {
                    if quality > named[index]?.quality ?? -1 { named[index] = (rank, quality) }
                }
            }
        }
        var winner: (language: String, rank: Int, quality: Int)?
        for (index, language) in offered.enumerated() {
            guard let (rank, quality) = named[index] ?? anything, quality > 0 else { continue }
            if let best = winner, (best.quality, -best.rank) >= (quality, -rank) { continue }
            winner = (language, rank, quality)
        }
        return winner?.language
    }

    /// Whether a language range and an offered tag are equal, or one goes on after a hyphen where the other ends.
    private static func covers(_ bytes: Span<UInt8>, _ tag: Range<Int>, _ language: String) -> Bool {
        var position = tag.lowerBound
        for byte in language.utf8 {
            guard position < tag.upperBound else { return byte == UInt8(ascii: "-") }
            guard ASCII.lowercased(bytes[position]) == byte else { return false }
            position += 1
        }
        return position == tag.upperBound || bytes[position] == UInt8(ascii: "-")
    }
}
