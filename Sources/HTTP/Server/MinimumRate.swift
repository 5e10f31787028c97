package import Networking

/// A floor under the speed of a transfer, as a moment that every octet moves further away.
///
/// At first it lies the grace after the start; an octet moves it by what the octet may take at the rate, but never
/// further than the grace from the moment the octet came. So in any window of time longer than the grace a client has
/// to move as many octets as the rate asks for in the rest of the window, it may stall for the grace and no longer,
/// and a fast beginning buys no slow end.
package struct MinimumRate: Sendable, Equatable {
    /// When the transfer has become too slow; never, where there is no floor.
    package private(set) var deadline: Deadline

    private let octetsPerSecond: UInt64
    private let grace: Duration

    /// Makes the floor for a transfer that begins.
    ///
    /// - Parameters:
    ///   - octetsPerSecond: The least speed; no floor when it is not positive.
    ///   - grace: How long nothing at all may move, not negative.
    ///   - start: When the transfer began.
    package init(octetsPerSecond: Int, grace: Duration, from start: MonotonicInstant) {
        self.octetsPerSecond = UInt64(max(octetsPerSecond, 0))
        self.grace = grace
        deadline = octetsPerSecond > 0 ? .after(grace, from: start) : .never
    }

    /// Notes that so many octets have moved; `moment` is not before that of an earlier call.
    package mutating func note(_ count: Int, at moment: MonotonicInstant) {
        guard octetsPerSecond > 0, count > 0 else { return }
        let (product, overflow) = UInt64(count).multipliedReportingOverflow(by: 1_000_000_000)
        let earned = overflow ? .max : product / octetsPerSecond
        let extended = Deadline(deadline.instant.advanced(byNanoseconds: earned))
        deadline = max(deadline, min(extended, .after(grace, from: moment)))
    }

    /// Leaves a time out of account in which the other end could do nothing, since it was not its turn.
    package mutating func excuse(_ time: Duration) {
        guard octetsPerSecond > 0, time > .zero else { return }
        deadline = .after(time, from: deadline.instant)
    }
}
