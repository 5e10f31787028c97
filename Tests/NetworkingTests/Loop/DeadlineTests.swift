import Networking
import Testing

struct DeadlineTests {
    private static let start = MonotonicInstant(nanoseconds: 1_000_000_000)

    @Test(arguments: [
        (Duration.seconds(1), 2_000_000_000 as UInt64),
        (.milliseconds(1), 1_001_000_000),
        (.zero, 1_000_000_000),
        (.seconds(-1), 0),
        (.seconds(-100), 0),
        (.seconds(Int64.min), 0),
        (.seconds(Int64.max), UInt64.max),
        (.seconds(Int64.max) + .seconds(Int64.max), UInt64.max),
        (.seconds(18_446_744_073), UInt64.max),
        (.seconds(18_446_744_071), 18_446_744_072_000_000_000),
    ])
    func `a deadline after a duration saturates`(duration: Duration, nanoseconds: UInt64) {
        #expect(Deadline.after(duration, from: Self.start).instant.nanoseconds == nanoseconds)
    }

    @Test func `never is later than everything and never passes`() {
        #expect(Deadline.never > .after(.seconds(1_000_000), from: Self.start))
        #expect(!Deadline.never.hasPassed(at: MonotonicInstant(nanoseconds: .max)))
        #expect(Deadline.never.description == "never")
    }

    @Test func `a deadline has passed from its instant on`() {
        let deadline = Deadline(Self.start)
        #expect(!deadline.hasPassed(at: MonotonicInstant(nanoseconds: 999_999_999)))
        #expect(deadline.hasPassed(at: Self.start))
    }

    @Test func `durations between instants have a sign and saturate`() {
        let later = MonotonicInstant(nanoseconds: 3_000_000_000)
        #expect(Self.start.duration(to: later) == .seconds(2))
        #expect(later.duration(to: Self.start) == .seconds(-2))
        let end = MonotonicInstant(nanoseconds: .max)
        #expect(MonotonicInstant(nanoseconds: 0).duration(to: end) == .nanoseconds(Int64.max))
        #expect(end.advanced(byNanoseconds: 1) == end)
    }

    @Test func `the clock does not run backwards`() {
        let first = MonotonicInstant.now
        #expect(MonotonicInstant.now >= first)
    }
}
