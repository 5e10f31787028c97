import Codecs

/// The bytes of a file that were delivered: disjoint ranges in order, none of which meets the next.
///
/// As a text, `first-last,first-last` with both ends included. It never claims a byte that was not delivered; where it
/// would have more than ``mostRanges``, it forgets the shortest instead.
package struct DeliveredRanges: Hashable, Sendable {
    /// Ranges that are kept at most: a text of a few kilobytes.
    package static let mostRanges = 200

    package private(set) var ranges: [Range<Int64>] = []

    package init() {}

    /// The union of ranges that may overlap, in any order.
    package init(_ ranges: some Sequence<Range<Int64>>) {
        for range in ranges { insert(range) }
    }

    /// How many bytes they are in all.
    package var count: Int64 {
        ranges.reduce(0) { $0 + Int64($1.count) }
    }

    package var isEmpty: Bool { ranges.isEmpty }

    /// Whether they are all the bytes of a file of that size, which is at least 1.
    package func covers(_ size: Int64) -> Bool {
        guard let first = ranges.first else { return false }
        return first.lowerBound == 0 && first.upperBound >= size
    }

    /// Adds a range; what lies before the begin of the file is no byte of it.
    package mutating func insert(_ range: Range<Int64>) {
        let range = max(range.lowerBound, 0)..<max(range.upperBound, 0)
        guard !range.isEmpty else { return }
        // All that overlap or meet it become one with it.
        let start = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.endIndex
        let end = ranges[start...].firstIndex { $0.lowerBound > range.upperBound } ?? ranges.endIndex
        let merged =
            start == end
            ? range
            : min(ranges[start].lowerBound, range.lowerBound)..<max(ranges[end - 1].upperBound, range.upperBound)
        ranges.replaceSubrange(start..<end, with: CollectionOfOne(merged))
        if ranges.count > DeliveredRanges.mostRanges { forgetShortest() }
    }

    /// Adds all of another.
    package mutating func formUnion(_ other: DeliveredRanges) {
        for range in other.ranges { insert(range) }
    }

    private mutating func forgetShortest() {
        guard let shortest = ranges.indices.min(by: { ranges[$0].count < ranges[$1].count }) else { return }
        ranges.remove(at: shortest)
    }
}

extension DeliveredRanges: CustomStringConvertible {
    /// Reads the text form, exactly as it is written: anything else is nil.
    package init?(_ text: String) {
        guard !text.utf8.isEmpty else { return }
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let ends = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard ends.count == 2, ranges.count < DeliveredRanges.mostRanges,
                let first = DeliveredRanges.number(ends[0]), let last = DeliveredRanges.number(ends[1]),
                first <= last, last < .max, ranges.last.map({ $0.upperBound < first }) ?? true
            else { return nil }
            ranges.append(first..<last + 1)
        }
    }

    package var description: String {
        ranges.map { "\($0.lowerBound)-\($0.upperBound - 1)" }.joined(separator: ",")
    }

    /// Digits without a sign and without a zero in front.
    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
        return ASCII.number(digits)
    }
}
