import Testing

@testable import HTTP

@Suite("A minimum rate")
struct MinimumRateTests {
    private func rate(_ octetsPerSecond: Int64 = 10, at now: ManualClock.Instant = 0, octets: Int64 = 0) -> Held {
        Held(MinimumRate(octetsPerSecond: octetsPerSecond, window: .seconds(60), octets: octets, at: now))
    }

    /// Holds the value, which `#expect` could not change.
    private final class Held {
        private var rate: MinimumRate<ManualClock>

        init(_ rate: MinimumRate<ManualClock>) {
            self.rate = rate
        }

        func deadline(octets: Int64, at now: ManualClock.Instant) -> ManualClock.Instant? {
            rate.deadline(octets: octets, at: now)
        }
    }

    @Test("asks for nothing before the end of a window")
    func within() {
        let rate = rate()
        #expect(rate.deadline(octets: 0, at: 0) == 60)
        #expect(rate.deadline(octets: 0, at: 59) == 60)
    }

    @Test("goes on when the window has brought enough, from there", arguments: [600, 601, 1_000_000])
    func enough(octets: Int64) {
        let rate = rate()
        #expect(rate.deadline(octets: octets, at: 60) == 120)
        #expect(rate.deadline(octets: octets + 599, at: 120) == nil)
    }

    @Test("is over when the window has brought too little", arguments: [0, 1, 599])
    func tooLittle(octets: Int64) {
        let rate = rate()
        #expect(rate.deadline(octets: octets, at: 60) == nil)
    }

    @Test("counts what came before as before")
    func before() {
        let rate = rate(at: 5, octets: 1_000)
        #expect(rate.deadline(octets: 1_599, at: 65) == nil)
        #expect(rate.deadline(octets: 1_600, at: 65) == 125)
    }

    @Test("a late look begins the next window where it is")
    func late() {
        let rate = rate()
        #expect(rate.deadline(octets: 600, at: 100) == 160)
    }

    @Test("no rate asks for nothing, an absurd one for everything", arguments: [(0, true), (-1, true), (.max, false)])
    func bounds(octetsPerSecond: Int64, isEnough: Bool) {
        let rate = rate(octetsPerSecond)
        #expect((rate.deadline(octets: 0, at: 60) != nil) == isEnough)
    }
}
