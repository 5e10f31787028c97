package import Codecs
import Glibc

/// Where the domain gets the time from; tests bring their own.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    package init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    package var now: Timestamp {
        read()
    }

    /// The system's real-time clock.
    package static let system = WallClock { Timestamp(rawValue: Int64(time(nil))) }
}
