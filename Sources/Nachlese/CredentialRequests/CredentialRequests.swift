package import Mail
import Members
package import Platform
package import SQLite

/// Takes requests for new credentials from people who are not signed in.
///
/// Whatever the address, the work is the same: a row is written, and nothing else is looked at. So neither the answer nor
/// its time tells whether there is an account. `CredentialRequestHandler` sees to the rows afterwards.
package final class CredentialRequests: Sendable {
    private let writer: Writer
    private let clock: WallClock
    /// Networks that ask again and again have to wait; an office with one address for all may ask for many.
    private let networks = Locked(
        Throttle<[UInt8]>(rule: .init(free: 20, firstDelay: 15, longestDelay: 600, forgetAfter: 3600)))

    package init(writer: Writer, clock: WallClock = .system) {
        self.writer = writer
        self.clock = clock
    }

    package enum Outcome: Sendable {
        case noted
        /// Too many requests of all kinds of addresses wait, and from nowhere more than from there: it was not taken.
        case full
        /// Too many came from that network; the next one in so many seconds, at least 1.
        case throttled(Int64)
    }

    /// Takes a request.
    ///
    /// - Parameters:
    ///   - address: for which new credentials are asked.
    ///   - requester: from where; unknown where everybody seems to come from one network.
    /// - Returns: whether it was noted; for whichever address, it depends on what others asked for alone.
    /// - Throws: `SQLiteError`; nothing was noted then.
    package func submit(_ address: EmailAddress, from requester: Requester) async throws -> Outcome {
        let now = clock.now
        if requester != .unknown {
            let wait = networks.withLock { networks in
                let wait = networks.wait(for: requester.network, now: now)
                if wait == 0 { networks.begin(requester.network, now: now) }
                return wait
            }
            guard wait == 0 else { return .throttled(wait) }
        }
        let isNoted = try await writer.write {
            try CredentialRequest.note(address, from: requester, now: now, in: $0)
        }
        return isNoted ? .noted : .full
    }
}
