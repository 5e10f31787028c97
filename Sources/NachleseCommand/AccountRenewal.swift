import ArgumentParser
import Catalogue
import Codecs
import Mail
import Members
import Nachlese
import SQLite

extension AccountCommand {
    struct Renew: Command {
        static let configuration = CommandConfiguration(
            abstract: "Mail a new initial password; what worked before works until the new one is used.",
            discussion: """
                EXAMPLES
                  nachlese account renew name@example.org
                  nachlese account renew name@example.org --restore
                  nachlese account renew --all-pending --module 2017-iv --dry-run
                  nachlese account renew --all-pending --module 2017-iv --older-than 3d

                --all-pending is everybody of the module who was never in, whose mail is not on \
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            if let email {
                try await renew(email, workspace)
            } else if let module {
                try await renewAllPending(of: module, workspace)
            }
        }

        private func renew(_ email: EmailAddress, _ workspace: Workspace) async throws {
            let context = workspace.context
            let mailing = try MailingContext(workspace)
            let issued = try await mailing.accounts.renew(
                email, restoring: restore, delivery: isPrinted ? .handedOut : .mail)
            let account = issued.account
            let opened = issued.wasRevoked ? " The account is open again." : ""
            context.note("Made a new initial password for \(account.name) <\(account.email)>.\(opened)")
            try await mailing.deliver(issued)
            if !issued.wasRevoked {
                context.note("What worked before goes on working until the new one is used.")
            }
        }

        private func renewAllPending(of slug: Slug, _ workspace: Workspace) async throws {
            let context = workspace.context
            let writer = try dryRun ? nil : workspace.writer()
            let database = try workspace.openForReading()
            let renewal = PendingRenewal(
                of: try Module.get(slug, in: database), olderThan: olderThan?.seconds ?? 86_400,
                includingUnreachable: includeBounced, clock: context.clock)
            let plan = try database.snapshot { try renewal.plan(in: database) }
            if writer == nil { try context.write(plan.table) }
            for note in plan.notes { context.note(note) }
            guard let writer else {
                return context.note(
                    "This was a dry run: nothing was changed; new passwords would be mailed to \(plan.due.count).")
            }
            if plan.due.isEmpty { context.note("Nobody of '\(slug)' is due for a new password.") }
            let outcome = try await BulkIssue(
                workspace, writer, confirmedBy: confirmation, recipients: plan.due.count
            ).run(plan.due.map(\.account), isNeeded: renewal.isDue)
            if let failure = outcome.failure { throw failure }
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

extension PendingRenewal.Plan {
    fileprivate var table: String {
        var table = Table("E-MAIL", "NAME", "RUNG", "SINCE")
        for participation in due {
            table.append(
                "\(participation.account.email)", participation.account.name, participation.stage.rawValue,
                participation.since.local)
        }
        return table.rendered
    }

    /// What is to be said about those who are passed over.
    fileprivate var notes: [String] {
        var notes = unreachable.map { participation in
            "\(participation.account.email) is passed over, its mail does not arrive: "
                + (participation.reason ?? participation.stage.rawValue)
        }
        if !notes.isEmpty { notes.append("--include-bounced mails these again, too.") }
        if onTheirWay > 0 { notes.append("Passed over, their mail is on its way: \(onTheirWay).") }
        if recent > 0 { notes.append("Passed over, their password is younger than --older-than says: \(recent).") }
        return notes
    }
}

/// Mails initial passwords to many people, and says what came of it.
struct BulkIssue {
    /// To more people than these nothing is mailed without asking.
    private static let quietLimit = 200

    private let mailing: MailingContext

    /// Asks before many mails go out.
    ///
    /// - Throws: `CommandError` when it was not confirmed, or nobody can be asked.
    init(
        _ workspace: Workspace, _ writer: Writer, confirmedBy confirmation: ConfirmationOptions, recipients: Int
    ) throws {
        if recipients > BulkIssue.quietLimit {
            try confirmation.confirm(
                "Mail initial passwords to \(recipients) people", byTyping: "\(recipients)", in: workspace.context)
        }
        mailing = try MailingContext(workspace, writer: writer)
    }

    /// What came of it.
    struct Outcome {
        var issued = 0
        var failed = 0
        var isStopped = false
        var handOver = MailDispatch.Totals()

        /// What the command has to answer with; nil when all is done.
        var failure: CommandError? {
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

    /// Issues, then hands over what the outbox holds, be it from an earlier run that was interrupted.
    ///
    /// The first Ctrl-C ends it behind the passwords that are being made. `isNeeded` is asked in the transaction that
    /// would store a password.
    /// - Throws: `SQLiteError` and other reasons to end it at once; what was stored before stays.
    func run(
        _ accounts: [Account], isNeeded: @Sendable (Account, Database) throws -> Bool
    ) async throws -> Outcome {
        let context = mailing.context
        context.interruption.watch()
        let meter = ProgressMeter("Issuing", total: accounts.count, in: context)
        defer { meter.finish() }
        let report = try await BulkCredentialIssuer(mailing.issuer, writer: mailing.writer).run(
            accounts, isNeeded: isNeeded, isStopped: context.interruption.hasHappened, progress: meter.update)
        meter.finish()
        for (account, error) in report.failures {
            context.note("\(account.email): \((error as? any CommandFailure)?.sentence ?? "\(error)")")
        }
        var outcome = Outcome(
            issued: report.mails.count, failed: report.failures.count, isStopped: report.isStopped)
        if outcome.isStopped {
            outcome.handOver.waiting = report.mails.count
        } else {
            outcome.handOver = try await mailing.dispatch().send(report.mails)
        }
        if !accounts.isEmpty || outcome.handOver.earlier > 0 {
            context.note("Passwords issued: \(report.mails.count). \(outcome.handOver.words)")
        }
        return outcome
    }
}

extension MailDispatch.Totals {
    /// What became of them, for people.
    fileprivate var words: String {
        var parts = ["mails handed over: \(handedOver)"]
        if earlier > 0 { parts.append("of earlier commands: \(earlier)") }
        if waiting > 0 { parts.append("in the outbox, for the running server or the next command: \(waiting)") }
        if delayed > 0 { parts.append("of these held up so far: \(delayed)") }
        if undeliverable > 0 { parts.append("undeliverable: \(undeliverable)") }
        let text = parts.joined(separator: "; ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
