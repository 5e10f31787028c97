/// A floor under the speed of a transfer, as a moment that every byte moves further away.
///
/// At first it lies the grace after the start; a byte moves it by what the byte may take at the rate, but never
/// further than the grace from the moment the byte came. So in any window of time longer than the grace a client has
/// to move as many bytes as the rate asks for in the rest of the window, it may stall for the grace and no longer,
/// and a fast beginning buys no slow end.
struct MinimumRate<C: Clock>: Sendable where C.Duration == Duration {
    /// When the transfer has become too slow; nil where there is no floor.
    private(set) var deadline: C.Instant?

    private let bytesPerSecond: Int64
    private let grace: Duration

    /// Makes the floor for a transfer that begins.
    ///
    /// - Parameters:
    ///   - bytesPerSecond: The least speed; no floor when it is not positive.
    ///   - grace: How long nothing at all may move, not negative.
    ///   - start: When the transfer began.
    init(bytesPerSecond: Int64, grace: Duration, from start: C.Instant) {
        self.bytesPerSecond = bytesPerSecond
        self.grace = grace
        deadline = bytesPerSecond > 0 ? start.advanced(by: grace) : nil
    }

    /// Notes that so many bytes have moved; `moment` is not before that of an earlier call.
    mutating func note(_ count: Int64, at moment: C.Instant) {
        guard let deadline, count > 0 else { return }
        let (seconds, rest) = count.quotientAndRemainder(dividingBy: bytesPerSecond)
        let nanoseconds = bytesPerSecond.dividingFullWidth(rest.multipliedFullWidth(by: 1_000_000_000)).quotient
        let earned = Duration.seconds(seconds) + .nanoseconds(nanoseconds)
        let latest = moment.advanced(by: grace)
        // Whether it reaches further is asked as a duration, which cannot overflow where an instant could.
        let isBeyond = earned >= deadline.duration(to: latest)
        self.deadline = max(deadline, isBeyond ? latest : deadline.advanced(by: earned))
    }

    /// Leaves a time out of account in which the other end could do nothing, since it was not its turn.
    mutating func excuse(_ time: Duration) {
        guard let deadline, time > .zero else { return }
        self.deadline = deadline.advanced(by: time)
    }

    /// Whether the transfer was too slow up to a moment.
    func isTooSlow(at moment: C.Instant) -> Bool {
        deadline.map { $0 <= moment } ?? false
    }
}
