/// A clock that a test sets; it only ever names instants.
struct ManualClock: Clock {
    struct Instant: InstantProtocol {
        var time: Duration

        func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
        func duration(to other: Instant) -> Duration { other.time - time }
        static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
    }

    var now = Instant(time: .zero)
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}

extension ManualClock.Instant: ExpressibleByIntegerLiteral {
    /// So many seconds after the begin.
    init(integerLiteral seconds: Int64) {
        self.init(time: .seconds(seconds))
    }
}
