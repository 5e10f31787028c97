/// The time of an event loop as it was at the begin of the loop's round; only for code on that loop.
///
/// What asks for a `Clock` can be run with this one on a loop and with any other in a test.
package struct LoopClock: Clock {
    private let loop: EventLoop

    /// The clock of a loop.
    package init(_ loop: EventLoop) {
        self.loop = loop
    }

    package var now: MonotonicInstant {
        loop.now
    }

    /// One tick of the loop's timer wheel.
    package var minimumResolution: Duration {
        .nanoseconds(1 << TimerWheel.tickBits)
    }

    /// Sleeps until an instant, never less; the tolerance is what the timer wheel has.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the loop stops.
    package func sleep(until deadline: MonotonicInstant, tolerance: Duration?) async throws {
        try await loop.sleep(until: Deadline(deadline))
    }
}
