import Letters
import Nachlese
import SQLite

/// What the deciding commands share: the desk, and telling what became of the mail.
struct RequestDesk {
    let workspace: Workspace
    let database: Database
    let credentials: CredentialDesk
    let desk: AccessRequestReview

    init(_ data: DataOptions) throws {
        workspace = try Workspace(data)
        database = try workspace.openForWriting()
        credentials = try CredentialDesk(workspace, database: database)
        desk = AccessRequestReview(issuer: credentials.issuer)
    }

    /// Says until when the decision can be taken back, or hands its mail over.
    func finish(_ outcome: AccessRequestReview.Outcome) async throws {
        guard let end = outcome.undoableUntil else { return try await credentials.send(outcome.mail) }
        Output.note(
            "The mail to \(outcome.mail.recipient) waits until \(end.local); until then "
                + "'nachlese request undo \(outcome.request.reference)' takes it all back. The running server hands it over, "
                + "'nachlese mail retry \(outcome.mail.id)' does at once.")
    }
}
