internal import CLinux

/// A point on the clock that never jumps: nanoseconds of CLOCK_MONOTONIC.
///
/// Arithmetic saturates at both ends, so that no duration from a configuration can trap.
package struct MonotonicInstant: InstantProtocol, CustomStringConvertible {
    /// Nanoseconds since an arbitrary moment before the process started.
    package let nanoseconds: UInt64

    /// The instant that lies so many nanoseconds after the clock's zero.
    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's reading at this moment (`clock_gettime(2)`).
    package static var now: MonotonicInstant {
        MonotonicInstant(nanoseconds: clinux_monotonic())
    }

    /// This instant moved by so many nanoseconds.
    package func advanced(byNanoseconds distance: UInt64) -> MonotonicInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(distance)
        return MonotonicInstant(nanoseconds: overflow ? .max : sum)
    }

    /// This instant moved by a duration, backwards when that is negative.
    package func advanced(by duration: Duration) -> MonotonicInstant {
        let distance = duration.saturatedNanoseconds
        guard duration < .zero else { return advanced(byNanoseconds: distance) }
        return MonotonicInstant(nanoseconds: nanoseconds < distance ? 0 : nanoseconds - distance)
    }

    /// The time from this instant to another, negative when that came earlier.
    package func duration(to other: MonotonicInstant) -> Duration {
        if other.nanoseconds >= nanoseconds {
            return .nanoseconds(Int64(clamping: other.nanoseconds - nanoseconds))
        }
        return .zero - .nanoseconds(Int64(clamping: nanoseconds - other.nanoseconds))
    }

    package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package var description: String {
        "\(nanoseconds) ns"
    }
}

extension Duration {
    /// The whole nanoseconds without their sign; the largest number for a duration that is longer than the clock runs.
    var saturatedNanoseconds: UInt64 {
        // Not `components`, which divides twice and traps on what is far beyond.
        UInt64(clamping: attoseconds.magnitude / 1_000_000_000)
    }
}

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
