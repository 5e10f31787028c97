import Catalogue
import Codecs
import Members
import Platform
import SQLite

/// Fresh initial passwords for everybody of a module who was never in.
struct PendingRenewal {
    let module: Module
    /// How old the newest password of a person has to be.
    let age: Age
    let includesUnreachable: Bool
    let workspace: Workspace
    let database: Database

    /// Shows who would get one.
    func show() throws {
        let (due, notes) = try plan()
        var table = Table("E-MAIL", "NAME", "RUNG", "SINCE")
        for participation in due {
            table.append(
                "\(participation.account.email)", participation.account.name, participation.rung.rawValue,
                participation.since.local)
        }
        try Output.write(table.rendered)
        for note in notes { Output.note(note) }
        Output.note("This was a dry run: nothing was changed; new passwords would be mailed to \(due.count).")
    }

    /// Mails them.
    ///
    /// - Throws: `CommandError` when it was not confirmed, interrupted, or not everybody has their mail.
    func run(_ confirmation: ConfirmationOptions) async throws {
        let (due, notes) = try plan()
        for note in notes { Output.note(note) }
        if due.isEmpty { Output.note("Nobody of '\(module.slug)' is due for a new password.") }
        try BulkIssuance.confirm(due.count, by: confirmation)
        let outcome = try await BulkIssuance(CredentialDesk(workspace, database: database)).run(due.map(\.account)) {
            account, database in
            let now = workspace.clock.now
            return try Participation.find(account.id, in: module, now: now, database: database)
                .map { renewal(of: $0, now: now) == .due } ?? false
        }
        if let complaint = outcome.complaint { throw complaint }
    }

    private func renewal(of participation: Participation, now: Timestamp) -> Participation.Renewal {
        participation.renewal(olderThan: age.seconds, includingUnreachable: includesUnreachable, now: now)
    }

    /// Who is due, and what is to be said about those who are passed over.
    private func plan() throws -> (due: [Participation], notes: [String]) {
        let now = workspace.clock.now
        let pending = try Participation.all(in: module, now: now, database: database).map { participation in
            (participation, renewal(of: participation, now: now))
        }
        var notes = pending.filter { $0.1 == .isUnreachable }.map { participation, _ in
            "\(participation.account.email) is passed over, its mail does not arrive: "
                + (participation.reason ?? participation.rung.rawValue)
        }
        if !notes.isEmpty { notes.append("--include-bounced mails these again, too.") }
        let onTheirWay = pending.count { $0.1 == .isOnItsWay }
        if onTheirWay > 0 { notes.append("Passed over, their mail is on its way: \(onTheirWay).") }
        let recent = pending.count { $0.1 == .isRecent }
        if recent > 0 { notes.append("Passed over, their password is younger than --older-than says: \(recent).") }
        return (pending.filter { $0.1 == .due }.map(\.0), notes)
    }
}
