import Networking
import Testing

@testable import HTTP

struct MinimumRateTests {
    /// A moment some milliseconds after the transfer began.
    private func at(_ milliseconds: UInt64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: (1_000_000 + milliseconds) * 1_000_000)
    }

    /// What came when, and how far the time then reaches, in milliseconds after the begin; 1000 bytes a second and a
    /// grace of 5 s.
    @Test(
        "Octets move the deadline by what they may take, and never further than the grace from their moment",
        arguments: [
            ([], 5_000),
            ([(0, 1)], 5_000),
            ([(1_000, 1)], 5_001),
            ([(1_000, 500)], 5_500),
            ([(1_000, 1_000)], 6_000),
            ([(1_000, 1_000_000)], 6_000),
            ([(1_000, Int64.max)], 6_000),
            ([(1_000, 500), (2_000, 500)], 6_000),
            ([(1_000, 500), (1_000, 500), (4_000, 0)], 6_000),
            ([(4_999, 1)], 5_001),
            ([(4_999, 5_000)], 9_999),
            ([(1_000, 1_000_000), (5_500, 250)], 6_250),
        ] as [([(UInt64, Int64)], UInt64)])
    func deadline(_ notes: [(UInt64, Int64)], _ expected: UInt64) {
        var rate = MinimumRate<LoopClock>(bytesPerSecond: 1_000, grace: .seconds(5), from: at(0))
        for (moment, count) in notes { rate.note(count, at: at(moment)) }
        #expect(rate.deadline == at(expected))
    }

    @Test("Exactly the rate goes on for ever, a little less ends in the end, nothing after the grace")
    func window() {
        func survived(_ bytesPerSecond: Int64) -> UInt64 {
            var rate = MinimumRate<LoopClock>(bytesPerSecond: 1_000, grace: .seconds(5), from: at(0))
            for second in 1...1_000 as ClosedRange<UInt64> {
                guard !rate.isTooSlow(at: at(second * 1_000)) else { return second }
                rate.note(bytesPerSecond, at: at(second * 1_000))
            }
            return .max
        }
        #expect(survived(1_000) == .max)
        #expect(survived(900) == 41)
        #expect(survived(0) == 5)
    }

    @Test("Time that is excused does not count")
    func excuse() {
        var rate = MinimumRate<LoopClock>(bytesPerSecond: 1_000, grace: .seconds(5), from: at(0))
        rate.excuse(.seconds(100))
        #expect(rate.deadline == at(105_000))
        rate.excuse(.zero - .seconds(3))
        rate.note(1_000, at: at(101_000))
        #expect(rate.deadline == at(106_000))
    }

    @Test("Without a rate there is no floor")
    func none() {
        for bytes in [0, -1] as [Int64] {
            var rate = MinimumRate<LoopClock>(bytesPerSecond: bytes, grace: .zero, from: at(0))
            rate.note(10, at: at(1))
            rate.excuse(.seconds(1))
            #expect(rate.deadline == nil)
        }
    }
}
