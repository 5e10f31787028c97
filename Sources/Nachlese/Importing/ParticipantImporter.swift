package import Codecs
package import Members
package import Platform
package import SQLite

/// Brings a participant list into the database: shown first, then applied as a whole.
package struct ParticipantImporter: Sendable {
    private let list: ParticipantList
    private let target: AdmissionTarget
    private let end: Timestamp?
    private let language: Language
    private let updates: Bool
    private let clock: WallClock

    /// - Parameters:
    ///   - list: the people.
    ///   - target: to what everybody on it is admitted, beside what their line says.
    ///   - end: of admissions whose line has none; nil leaves the ends of present ones alone.
    ///   - language: of new accounts whose line has none.
    ///   - updates: whether names, organisations and languages of present accounts are taken from the list.
    ///   - clock: for the ages of admissions.
    package init(
        _ list: ParticipantList, admittedTo target: AdmissionTarget, until end: Timestamp?, language: Language,
        updating updates: Bool, clock: WallClock
    ) {
        self.list = list
        self.target = target
        self.end = end
        self.language = language
        self.updates = updates
        self.clock = clock
    }

    /// What the list would change, with how many people have no password yet, whom an issue would write to.
    package struct Preview: Sendable {
        package let plan: ParticipantImport
        package let withoutPassword: Int
        fileprivate let version: Int64
    }

    /// Compares the list with the database; changes nothing.
    ///
    /// - Throws: `ModuleError`, `SeriesError` for a target that is not there, `SQLiteError`.
    package func preview(in database: Database) throws -> Preview {
        let version = try database.dataVersion
        return try database.snapshot {
            let plan = try plan(now: clock.now, in: database)
            let count = try plan.steps.count { step in
                try step.account.map { try Account.hasNoPassword($0.id, in: database) } ?? true
            }
            return Preview(plan: plan, withoutPassword: count, version: version)
        }
    }

    /// The same with the writer's connection, which `apply` takes too.
    package func preview(with writer: Writer) async throws -> Preview {
        try await writer.read { try preview(in: $0) }
    }

    /// What an import did.
    package struct Outcome: Sendable {
        package let plan: ParticipantImport
        /// Everybody on the list for whom no password was ever made.
        package let withoutPassword: [Account]
    }

    /// Makes all changes, or none; the plan is made anew where another process changed something since the preview.
    ///
    /// `progress` is told, on the writer's thread, how many people are done.
    /// - Throws: `ModuleError`, `SeriesError`, `SQLiteError`.
    package func apply(
        _ preview: Preview, with writer: Writer, progress: @Sendable (Int) -> Void
    ) async throws -> Outcome {
        let now = clock.now
        return try await writer.write { transaction in
            let database = transaction.database
            let plan = try database.dataVersion == preview.version ? preview.plan : plan(now: now, in: database)
            let accounts = try plan.apply(now: now, in: transaction, progress: progress)
            return Outcome(
                plan: plan, withoutPassword: try accounts.filter { try Account.hasNoPassword($0.id, in: database) })
        }
    }

    private func plan(now: Timestamp, in database: Database) throws -> ParticipantImport {
        let wishes = ParticipantImport.Wishes(
            scopes: try target.scopes(in: database).map(\.scope), end: end, language: language, updates: updates)
        return try ParticipantImport(list, wishes: wishes, now: now, in: database)
    }
}
