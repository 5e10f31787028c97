import Codecs
import Letters
import Mail
import SQLite
import Secrets

/// The mails that people had sent by a form: who may have another one at this moment.
///
/// Each kind has so many in an hour. Who had none is served as long as there is one left; the more of them a network had
/// meanwhile, the smaller the part of them that it may use. So a flood from a few networks leaves most of them to
/// everybody else.
enum RequestedMail {
    /// Mails of a kind to one address in a day, at most.
    static let mostPerDay = 3
    /// Seconds between two of them, at least.
    static let pause: Int64 = 300
    /// Seconds for which they are remembered: a day.
    static let memory: Int64 = 86_400

    /// What an address may have.
    enum Allowance: Equatable {
        case now
        /// The newest is too fresh.
        case later
        /// It had as many as it gets in a day.
        case spent
    }

    /// Notes that a mail was written.
    static func note(
        _ kind: OutboxMail.Kind, to address: EmailAddress, from requester: Requester, key: SealingKey, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO requested_mail (kind, recipient, network, neighbourhood, created_at) VALUES (?, ?, ?, ?, ?)
            """, kind, tag(of: address, key: key), requester.network, requester.neighbourhood, now)
    }

    /// How many of a kind an address may have.
    static func allowance(
        _ kind: OutboxMail.Kind, to address: EmailAddress, key: SealingKey, now: Timestamp, in database: Database
    ) throws -> Allowance {
        let found = try database.first(
            """
            SELECT count(*), max(created_at) FROM requested_mail
            WHERE kind = ? AND created_at > ? AND created_at <= ? AND recipient = ?
            """, kind, now + -memory, now, tag(of: address, key: key)
        ) { row in (count: try row.read(Int.self), newest: try row.read(Timestamp?.self)) }
        guard let found, let newest = found.newest else { return .now }
        guard found.count < mostPerDay else { return .spent }
        return now.seconds(since: newest) >= pause ? .now : .later
    }

    /// Whether one more may go out.
    ///
    /// - Parameters:
    ///   - kind: of the mail.
    ///   - requester: from where it is asked for.
    ///   - isProven: whether there was work in the request; one without it counts as a mail that its network had.
    ///   - mostPerHour: for all together.
    ///   - mostPerDay: the same in a day; nil: no bound.
    ///   - now: the present moment.
    ///   - database: that remembers the others.
    /// - Returns: whether it may go out now.
    /// - Throws: `SQLiteError`.
    static func isLeft(
        _ kind: OutboxMail.Kind, for requester: Requester, isProven: Bool = true, mostPerHour: Int,
        mostPerDay: Int? = nil, now: Timestamp, in database: Database
    ) throws -> Bool {
        for (span, most) in [(Int64(3600), mostPerHour), (memory, mostPerDay)] {
            guard let most else { continue }
            let found = try database.first(
                """
                SELECT count(*), count(*) FILTER (WHERE network = ?), count(*) FILTER (WHERE neighbourhood = ?)
                FROM requested_mail WHERE kind = ? AND created_at > ? AND created_at <= ?
                """, requester.network, requester.neighbourhood, kind, now + -span, now
            ) { row in
                (all: try row.read(Int.self), network: try row.read(Int.self), neighbourhood: try row.read(Int.self))
            }
            guard let found else { continue }
            let had = requester == .unknown ? 0 : max(found.network, found.neighbourhood / 4)
            guard found.all < share(of: most, after: had + (isProven ? 0 : 1)) else { return false }
        }
        return true
    }

    /// Up to how many in all somebody may have one who had so many: all, three quarters, half, a quarter.
    static func share(of most: Int, after had: Int) -> Int {
        (most * (4 - min(had, 3)) + 3) / 4
    }

    /// Forgets what counts no more, and what a clock that was wrong has noted.
    static func forget(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            "DELETE FROM requested_mail WHERE created_at <= ? OR created_at > ?", now + -memory, now + memory)
    }

    /// Of the mailbox: with many mail systems, what stands behind a `+` leads to the same one.
    private static func tag(of address: EmailAddress, key: SealingKey) -> [UInt8] {
        let bytes = address.canonical.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.endIndex
        let plus = bytes[..<start].dropFirst().firstIndex(of: UInt8(ascii: "+")) ?? start
        let mailbox = String(address.canonical[..<plus]) + String(address.canonical[start...])
        return Array(key.tag(of: Secret(mailbox), purpose: "requested mail").prefix(Requester.tagLength))
    }
}
