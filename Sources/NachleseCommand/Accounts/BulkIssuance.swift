import Members
import Nachlese
import SQLite

/// Mails initial passwords to many people, and says what came of it.
struct BulkIssuance {
    /// To more people than these nothing is mailed without asking.
    private static let quietLimit = 200

    private let desk: CredentialDesk

    init(_ desk: CredentialDesk) {
        self.desk = desk
    }

    /// What came of it.
    struct Outcome {
        var issued = 0
        var failed = 0
        var isStopped = false
        var handOver = CredentialDesk.HandOver()

        /// What the command has to answer with; nil when all is done.
        var complaint: CommandError? {
            if isStopped {
                return CommandError(
                    .interrupted, "stopped after \(issued); the same command goes on where it stopped")
            }
            guard failed + handOver.delayed + handOver.undeliverable > 0 else { return nil }
            return CommandError(.partly, "not everybody has their mail yet; see 'nachlese mail list'")
        }

        var json: JSON {
            .object([
                "issued": .number(Int64(issued)), "failed": .number(Int64(failed)), "stopped": .bool(isStopped),
                "handed_over": .number(Int64(handOver.handedOver)), "waiting": .number(Int64(handOver.waiting)),
                "delayed": .number(Int64(handOver.delayed)), "undeliverable": .number(Int64(handOver.undeliverable)),
            ])
        }
    }

    /// Asks before many mails go out.
    ///
    /// - Throws: `CommandError` when it was not confirmed, or nobody can be asked.
    static func confirm(_ recipients: Int, by confirmation: ConfirmationOptions) throws(CommandError) {
        guard recipients > quietLimit else { return }
        try confirmation.confirm("Mail initial passwords to \(recipients) people", byTyping: "\(recipients)")
    }

    /// Issues, then hands over what the outbox holds, be it from an earlier run that was interrupted.
    ///
    /// The first Ctrl-C ends it behind the passwords that are being made. `isNeeded` is asked in the transaction that
    /// would store a password.
    /// - Throws: `SQLiteError` and other reasons to end it at once; what was stored before stays.
    func run(_ accounts: [Account], isNeeded: (Account, Database) throws -> Bool) async throws -> Outcome {
        var outcome = Outcome()
        Interruption.watch()
        let meter = ProgressMeter("Issuing", total: accounts.count)
        defer { meter.finish() }
        let report = try await BulkCredentialIssuer(desk.issuer, database: desk.database).run(
            accounts, isNeeded: isNeeded, isStopped: { Interruption.hasHappened }, progress: meter.update)
        meter.finish()
        for (account, error) in report.failures {
            Output.note("\(account.email): \(CommandError(of: error)?.message ?? "\(error)")")
        }
        outcome.issued = report.mails.count
        outcome.failed = report.failures.count
        outcome.isStopped = report.isStopped
        if outcome.isStopped {
            outcome.handOver.waiting = report.mails.count
        } else {
            outcome.handOver = try await desk.handOver(report.mails)
        }
        if !accounts.isEmpty || outcome.handOver.earlier > 0 {
            Output.note("Passwords issued: \(report.mails.count). \(outcome.handOver.words)")
        }
        return outcome
    }
}
