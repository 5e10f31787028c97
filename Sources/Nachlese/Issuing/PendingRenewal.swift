package import Catalogue
internal import Codecs
package import Members
package import Platform
package import SQLite

/// New initial passwords for everybody of a module who was never in.
package struct PendingRenewal: Sendable {
    package let module: Module
    /// How old the newest password of a person has to be, in seconds.
    private let age: Int64
    private let includesUnreachable: Bool
    private let clock: WallClock

    /// - Parameters:
    ///   - module: whose participants.
    ///   - age: how old the newest password of a person has to be, in seconds.
    ///   - includingUnreachable: whether addresses whose mail came back, or that no server takes, are tried again.
    ///   - clock: for the ages.
    package init(of module: Module, olderThan age: Int64, includingUnreachable: Bool, clock: WallClock) {
        self.module = module
        self.age = age
        includesUnreachable = includingUnreachable
        self.clock = clock
    }

    /// Who gets one, and who of those who were never in does not.
    package struct Plan: Sendable {
        package let due: [Participation]
        /// No mail reaches them.
        package let unreachable: [Participation]
        /// A mail waits in the outbox.
        package let onTheirWay: Int
        /// Their password is younger.
        package let recent: Int
    }

    /// - Throws: `SQLiteError`, `AccountError.damagedAddress`.
    package func plan(in database: Database) throws -> Plan {
        let now = clock.now
        let all = try Participation.all(in: module, now: now, database: database).map {
            ($0, renewal(of: $0, now: now))
        }
        return Plan(
            due: all.filter { $0.1 == .due }.map(\.0), unreachable: all.filter { $0.1 == .isUnreachable }.map(\.0),
            onTheirWay: all.count { $0.1 == .isOnItsWay }, recent: all.count { $0.1 == .isRecent })
    }

    /// Whether somebody of the plan is due still: another process may have been faster.
    package func isDue(_ account: Account, in database: Database) throws -> Bool {
        let now = clock.now
        return try Participation.find(account.id, in: module, now: now, database: database)
            .map { renewal(of: $0, now: now) == .due } ?? false
    }

    private func renewal(of participation: Participation, now: Timestamp) -> Participation.Renewal {
        participation.renewal(olderThan: age, includingUnreachable: includesUnreachable, now: now)
    }
}
