package import Codecs

extension Participation {
    /// Whether somebody gets a fresh initial password when everybody who is pending gets one.
    package enum Renewal: Equatable, Sendable {
        case due
        /// The account or its admissions are revoked or have ended.
        case closed
        case wasIn
        /// A mail waits in the outbox.
        case isOnItsWay
        /// No mail reaches the address.
        case isUnreachable
        /// A password was made for them not long ago.
        case isRecent
    }

    /// Decides about a renewal.
    ///
    /// `seconds`: how old the newest password has to be. `includingUnreachable`: whether addresses whose mail came back,
    /// or which no server takes, are tried again.
    package func renewal(olderThan seconds: Int64, includingUnreachable: Bool, now: Timestamp) -> Renewal {
        guard isOpen(at: now) else { return .closed }
        guard stage.isPending else { return .wasIn }
        if isMailOnItsWay { return .isOnItsWay }
        if stage == .bounced || stage == .undeliverable, !includingUnreachable { return .isUnreachable }
        if let lastIssuedAt, now.seconds(since: lastIssuedAt) < seconds { return .isRecent }
        return .due
    }
}
