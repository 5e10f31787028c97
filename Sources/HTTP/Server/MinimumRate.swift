/// A bound below which a transfer is too slow to be kept: so many octets in each window of time.
///
/// A pure value: it is told the time and the octets, and tells how long to wait. Windows rather than a single moment
/// without progress, since a sender of one octet a second makes progress for ever.
struct MinimumRate<C: Clock>: Sendable where C.Duration == Duration {
    private let octetsPerWindow: Int64
    private let window: Duration
    private var windowEnd: C.Instant
    private var octetsAtStart: Int64

    /// A transfer whose first window begins now.
    ///
    /// - Parameters:
    ///   - octetsPerSecond: The rate, 0 or more.
    ///   - window: The time over which it is measured, in which nothing at all may happen for a while.
    ///   - octets: What has been transferred before.
    ///   - now: The begin of the first window.
    init(octetsPerSecond: Int64, window: Duration, octets: Int64, at now: C.Instant) {
        let (product, overflow) = max(0, octetsPerSecond).multipliedReportingOverflow(
            by: max(1, window.components.seconds))
        octetsPerWindow = overflow ? .max : product
        self.window = window
        windowEnd = now.advanced(by: window)
        octetsAtStart = octets
    }

    /// How long the transfer may go on before it is looked at again; nil when it is too slow.
    ///
    /// `octets`: what has been transferred up to now, in all; asked for at the end of a window only.
    mutating func deadline(octets: @autoclosure () -> Int64, at now: C.Instant) -> C.Instant? {
        guard windowEnd <= now else { return windowEnd }
        let octets = octets()
        guard octets - octetsAtStart >= octetsPerWindow else { return nil }
        windowEnd = now.advanced(by: window)
        octetsAtStart = octets
        return windowEnd
    }
}
