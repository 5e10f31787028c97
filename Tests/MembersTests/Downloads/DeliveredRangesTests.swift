import Testing

@testable import Members

struct DeliveredRangesTests {
    private func ranges(_ parts: Range<Int64>...) -> DeliveredRanges {
        DeliveredRanges(parts)
    }

    @Test("ranges that overlap or meet become one, in any order")
    func merges() {
        #expect(ranges(0..<5, 5..<9).description == "0-8")
        #expect(ranges(5..<9, 0..<5).description == "0-8")
        #expect(ranges(0..<5, 3..<4, 2..<9).description == "0-8")
        #expect(ranges(0..<5, 6..<9).description == "0-4,6-8")
        #expect(ranges(0..<2, 4..<6, 8..<10, 1..<9).description == "0-9")
        #expect(ranges(20..<21, 0..<1, 10..<11).description == "0-0,10-10,20-20")
        #expect(ranges(3..<3).isEmpty)
        #expect(ranges(-5..<2).description == "0-1")
        #expect(ranges(-5 ..< -2).isEmpty)
    }

    @Test("a file is covered by all of its octets and by nothing less")
    func covers() {
        #expect(ranges(0..<100).covers(100))
        #expect(ranges(0..<100).covers(99))
        #expect(!ranges(0..<100).covers(101))
        #expect(!ranges(1..<100).covers(100))
        #expect(!ranges(0..<50, 51..<100).covers(100))
        #expect(ranges(0..<50, 51..<100, 50..<51).covers(100))
        #expect(!DeliveredRanges().covers(1))
        #expect(ranges(0..<Int64.max).covers(.max))
    }

    @Test("what was delivered twice counts once")
    func counts() {
        #expect(ranges(0..<10, 5..<15, 5..<15, 20..<21).count == 16)
        #expect(DeliveredRanges().count == 0)
    }

    @Test("reads back what it writes")
    func text() {
        for written in ["", "0-0", "0-8,10-10", "5-9223372036854775806"] {
            #expect(DeliveredRanges(written)?.description == written)
        }
    }

    @Test(
        "takes nothing but what it writes itself",
        arguments: [
            "0", "-", "0-", "-5", "0-8,", ",0-8", "0-8,,10-12", "8-0", "0-8,9-12", "0-8,8-12", "10-12,0-5", "00-8",
            "0-08", " 0-8", "0-8 ", "0-8, 10-12", "+0-8", "0--8", "0-8-9", "0x0-8", "０-８", "0-9223372036854775807",
            "0-9223372036854775808", "99999999999999999999-99999999999999999999", "a-b", "0-8\n", "0-8\u{0}",
        ])
    func strict(text: String) {
        #expect(DeliveredRanges(text) == nil)
    }

    @Test("has no more ranges than its bound, and forgets the shortest first")
    func bounded() throws {
        var delivered = DeliveredRanges()
        for number in 0..<Int64(DeliveredRanges.mostRanges) { delivered.insert(number * 100..<number * 100 + 50) }
        let full = delivered
        delivered.insert(1_000_000..<1_000_001)
        #expect(delivered == full)
        delivered.insert(2_000_000..<2_000_060)
        #expect(delivered.ranges.count == DeliveredRanges.mostRanges)
        #expect(delivered.ranges.last == 2_000_000..<2_000_060)
        #expect(DeliveredRanges(delivered.description) == delivered)
        let tooMany = (0...DeliveredRanges.mostRanges).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ",")
        #expect(DeliveredRanges(tooMany) == nil)
        delivered.insert(0..<3_000_000)
        #expect(delivered.description == "0-2999999")
    }

    @Test("agrees with a bitmap, whatever is inserted", arguments: 0..<50)
    func bitmap(seed: UInt64) {
        var dice = Dice(state: seed)
        let size = Int64.random(in: 1...200, using: &dice)
        var delivered = DeliveredRanges()
        var bits = [Bool](repeating: false, count: Int(size))
        for _ in 0..<60 {
            let first = Int64.random(in: 0..<size, using: &dice)
            let end = Int64.random(in: first...min(size, first + 12), using: &dice)
            delivered.insert(first..<end)
            for place in first..<end { bits[Int(place)] = true }
            #expect(delivered.count == bits.count { $0 })
            #expect(delivered.covers(size) == bits.allSatisfy { $0 })
            #expect(delivered.ranges.flatMap { Array($0) } == bits.indices.filter { bits[$0] }.map { Int64($0) })
            #expect(zip(delivered.ranges, delivered.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect(DeliveredRanges(delivered.description) == delivered)
        }
        var reversed = DeliveredRanges(delivered.ranges.reversed())
        #expect(reversed == delivered)
        reversed.formUnion(delivered)
        #expect(reversed == delivered)
    }

    @Test("beyond its bound it claims nothing that was not delivered", arguments: 0..<10)
    func honest(seed: UInt64) {
        var dice = Dice(state: seed)
        var delivered = DeliveredRanges()
        var bits = [Bool](repeating: false, count: 5000)
        for _ in 0..<1500 {
            let first = Int.random(in: 0..<5000, using: &dice)
            let end = min(5000, first + Int.random(in: 1...4, using: &dice))
            delivered.insert(Int64(first)..<Int64(end))
            for place in first..<end { bits[place] = true }
        }
        #expect(delivered.ranges.count <= DeliveredRanges.mostRanges)
        #expect(delivered.ranges.allSatisfy { range in range.allSatisfy { bits[Int($0)] } })
    }
}

/// Random numbers that are the same in every run (SplitMix64).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
