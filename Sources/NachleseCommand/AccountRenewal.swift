import ArgumentParser
import Mail
import Nachlese
import SQLite

extension AccountCommand {
    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mail a new initial password; what worked before works until the new one is used.",
            discussion: """
                EXAMPLES
                  nachlese account renew name@example.org
                  nachlese account renew name@example.org --restore
                  nachlese account renew --all-pending --module 2017-iv --dry-run
                  nachlese account renew --all-pending --module 2017-iv --older-than 3d

                --all-pending is everybody of the module who was never in, whose mail is not on
                its way, and whose newest password is older than a day.
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress?
        @Flag(help: "Open a revoked account again.")
        var restore = false
        @Flag(name: .customLong("print"), help: "Print the initial password once instead of mailing it.")
        var isPrinted = false
        @Flag(help: "Everybody of a module who was never in.")
        var allPending = false
        @Option(help: "The module, for --all-pending.", transform: Slug.read)
        var module: Slug?
        @Option(
            help: ArgumentHelp(
                "Pass over whose newest password is younger: 2d, 12h, 30m or 0 (default: 1d).", valueName: "age"),
            transform: Age.read)
        var olderThan: Age?
        @Flag(help: "Also those whose mail came back or is undeliverable.")
        var includeBounced = false
        @Flag(name: [.customShort("n"), .long], help: "Only show who would get one, with --all-pending.")
        var dryRun = false
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func validate() throws {
            if allPending {
                guard email == nil, !restore, !isPrinted else {
                    throw ValidationError("--all-pending stands alone, without an address, --restore and --print")
                }
                guard module != nil else { throw ValidationError("--all-pending needs the --module") }
            } else {
                guard email != nil else { throw ValidationError("Give the <email> of an account, or --all-pending") }
                guard module == nil, olderThan == nil, !includeBounced, !dryRun, !confirmation.yes else {
                    throw ValidationError(
                        "--module, --older-than, --include-bounced, --dry-run and --yes go with --all-pending")
                }
            }
        }

        func run() async throws {
            let workspace = try Workspace(data)
            if let email {
                try await renew(email, workspace)
            } else if let module {
                let database = try dryRun ? workspace.openForReading() : workspace.openForWriting()
                let renewal = PendingRenewal(
                    module: try Module.get(module, in: database), age: olderThan ?? Age(seconds: 86_400),
                    includesUnreachable: includeBounced, workspace: workspace, database: database)
                if dryRun { try renewal.show() } else { try await renewal.run(confirmation) }
            }
        }

        private func renew(_ email: EmailAddress, _ workspace: Workspace) async throws {
            let database = try workspace.openForWriting()
            let present = try Account.get(email, in: database)
            guard present.revokedAt == nil || restore else { throw AccountError.revoked(present.email) }
            let desk = try CredentialDesk(workspace, database: database)
            let prepared = try await desk.issuance.prepare(until: present.expiresAt)
            let (account, mail) = try database.transaction { transaction in
                var account = try Account.get(email, in: transaction.database)
                if restore, account.revokedAt != nil { try account.restore(in: transaction) }
                let mail = try desk.issuance.issue(
                    prepared, to: account, delivery: isPrinted ? .handedOut : .mail, in: transaction)
                return (account, mail)
            }
            let opened = present.revokedAt == nil ? "" : " The account is open again."
            Output.note("Made a new initial password for \(account.name) <\(account.email)>.\(opened)")
            if let mail { try await desk.send(mail) } else { try desk.print(prepared, for: account) }
            if present.revokedAt == nil {
                Output.note("What worked before goes on working until the new one is used.")
            }
        }
    }
}

/// A length of time as people write it: `2d`, `12h`, `30m`, or `0`.
struct Age {
    let seconds: Int64

    /// Reads a length of time that was typed.
    @Sendable static func read(_ text: String) throws -> Age {
        if text == "0" { return Age(seconds: 0) }
        let units: [UInt8: Int64] = [
            UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
        ]
        guard let unit = text.utf8.last.flatMap({ units[$0] }), (2...5).contains(text.utf8.count),
            let number = Int64(String(decoding: text.utf8.dropLast(), as: UTF8.self)), number >= 0
        else { throw BadArgument("write days, hours or minutes such as 2d, 12h or 30m, or 0") }
        return Age(seconds: number * unit)
    }
}

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
    /// - Throws: `Complaint` when it was not confirmed, interrupted, or not everybody has their mail.
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
        var complaint: Complaint? {
            if isStopped {
                return Complaint(
                    .interrupted, "stopped after \(issued); the same command goes on where it stopped")
            }
            guard failed + handOver.delayed + handOver.undeliverable > 0 else { return nil }
            return Complaint(.partly, "not everybody has their mail yet; see 'nachlese mail list'")
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
    /// - Throws: `Complaint` when it was not confirmed, or nobody can be asked.
    static func confirm(_ recipients: Int, by confirmation: ConfirmationOptions) throws(Complaint) {
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
        let report = try await IssuanceRun(desk.issuance, database: desk.database).run(
            accounts, isNeeded: isNeeded, isStopped: { Interruption.hasHappened }, progress: meter.update)
        meter.finish()
        for (account, error) in report.failures {
            Output.note("\(account.email): \(Complaint(of: error)?.message ?? "\(error)")")
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
