/// The monotonic moment up to which something may take.
///
/// Waits end at the first tick of the loop's timer wheel (8.4 ms) at or after it, never before it.
package struct Deadline: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// When the time is up.
    package let instant: MonotonicInstant

    /// The deadline at an instant.
    package init(_ instant: MonotonicInstant) {
        self.instant = instant
    }

    /// No limit at all; later than every other deadline.
    package static let never = Deadline(MonotonicInstant(nanoseconds: .max))

    /// The deadline that lies a duration after an instant; a negative duration has passed already.
    ///
    /// For waits on a loop, `EventLoop.deadline(in:)` takes the loop's cached time.
    package static func after(
        _ duration: Duration, from instant: MonotonicInstant = .now
    ) -> Deadline {
        Deadline(instant.advanced(by: duration))
    }

    /// Whether the time was up at an instant; false for `never`, whatever the instant.
    package func hasPassed(at instant: MonotonicInstant) -> Bool {
        self.instant <= instant && self != .never
    }

    package static func < (left: Deadline, right: Deadline) -> Bool {
        left.instant < right.instant
    }

    package var description: String {
        self == .never ? "never" : instant.description
    }
}
