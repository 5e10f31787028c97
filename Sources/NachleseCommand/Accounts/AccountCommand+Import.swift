import ArgumentParser
import Codecs
import Members
import Nachlese
import Platform
import SQLite

extension AccountCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Make and admit accounts from a participant list (CSV), and mail their passwords.",
            discussion: """
                EXAMPLES
                  nachlese account import list.csv --module 2017-iv --dry-run
                  nachlese account import list.csv --module 2017-iv --issue
                  nachlese account import - --series sozialplanung --until 2027-06-30 \\
                      --errors faulty.csv < list.csv

                The first line names the columns, in German or English, for example
                  \(ParticipantColumn.expected)
                where only E-Mail must be there; Vorname and Nachname may stand for Name.
                Delimiter (; , tab) and encoding (UTF-8, Windows-1252) are recognised.

                Lines in order are applied together, faulty ones are named; running it again
                changes nothing. Names of accounts that are there stay unless --update is given,
                ends of admissions stay unless the list or --until says another one.
                Nothing is mailed without --issue, which mails an initial password to everybody
                on the list for whom none was ever made, so that it can be run again after it
                was interrupted.

                EXIT STATUS
                  0 all lines were used   3 some were not   65 none was, or --strict refused
                """)

        @Argument(help: "The list, or - for standard input.")
        var file: String
        @OptionGroup var admissions: AdmissionOptions
        @Option(help: "The language of new accounts whose line has none: de or en.", transform: Language.read)
        var language: Language = .german
        @Flag(name: [.customShort("n"), .long], help: "Only show what would happen.")
        var dryRun = false
        @Flag(help: "Change nothing when a line is faulty.")
        var strict = false
        @Flag(help: "Take name, organisation and language of accounts that are there from the list.")
        var update = false
        @Flag(help: "Mail an initial password to everybody on the list for whom none was ever made.")
        var issue = false
        @Option(help: ArgumentHelp("Write the faulty lines into a new file, to correct them.", valueName: "file"))
        var errors: String?
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() async throws {
            let workspace = try Workspace(data)
            let now = workspace.clock.now
            let end = try admissions.end(now: now)
            let file = try ListFile(file)
            let database = try dryRun ? workspace.openForReading() : workspace.openForWriting()
            let version = try database.dataVersion
            let plan = try database.snapshot {
                try ParticipantImport(file.list, wishes: wishes(until: end, in: database), now: now, in: database)
            }
            if dryRun || isRefused(plan) {
                try refuse(plan, of: file, in: database)
                return
            }
            if issue { try BulkIssuance.confirm(recipients(of: plan, in: database), by: confirmation) }
            let errorsFile = try errors.map { name throws(CommandError) in try ErrorsFile(name) }
            let (applied, accounts) = try database.transaction { transaction in
                // Made anew where another command was at it since.
                let current =
                    try database.dataVersion == version
                    ? plan
                    : ParticipantImport(file.list, wishes: wishes(until: end, in: database), now: now, in: database)
                return (current, try apply(current, now: now, in: transaction))
            }
            if !applied.faultyLines.isEmpty { try errorsFile?.write(applied.faultyLines, of: file.list) }
            let report = ImportReport(
                file: file, plan: applied, isDryRun: false, isApplied: true,
                recipients: issue ? try accounts.count { try Account.hasNoPassword($0.id, in: database) } : nil)
            if !listing.json { try Output.write(report.text) }
            let outcome = issue ? try await issue(to: accounts, workspace, database) : nil
            if listing.json { try Output.write(report.json(outcome)) } else { advise(applied) }
            if let complaint = outcome?.complaint { throw complaint }
            try complainAboutFaults(of: applied)
        }

        private func wishes(until end: Timestamp?, in database: Database) throws -> ParticipantImport.Wishes {
            ParticipantImport.Wishes(
                scopes: try admissions.scopes(in: database).map(\.scope), end: end, language: language,
                updates: update)
        }

        private func isRefused(_ plan: ParticipantImport) -> Bool {
            plan.steps.isEmpty || strict && !plan.faultyLines.isEmpty
        }

        /// Shows a plan that is not carried out, and answers as if it had been.
        private func refuse(_ plan: ParticipantImport, of file: ListFile, in database: Database) throws {
            if !dryRun, let errors { try ErrorsFile(errors).write(plan.faultyLines, of: file.list) }
            let report = ImportReport(
                file: file, plan: plan, isDryRun: dryRun, isApplied: false,
                recipients: issue ? try recipients(of: plan, in: database) : nil)
            try listing.write(report.json(nil), or: report.text)
            if dryRun {
                let mails = report.recipients.map { "; initial passwords would be mailed to \($0)" } ?? ""
                Output.note("This was a dry run: nothing was changed\(isRefused(plan) ? "" : mails).")
            }
            if isRefused(plan) {
                throw CommandError(
                    .badInput,
                    plan.steps.isEmpty
                        ? "no line can be used; nothing was changed"
                        : "faulty lines: \(plan.faultyLines.count); with --strict nothing is changed then")
            }
            try complainAboutFaults(of: plan)
        }

        /// Everybody who gets a mail.
        private func recipients(of plan: ParticipantImport, in database: Database) throws -> Int {
            try plan.steps.count { step in
                try step.account.map { try Account.hasNoPassword($0.id, in: database) } ?? true
            }
        }

        private func apply(
            _ plan: ParticipantImport, now: Timestamp, in transaction: borrowing Transaction
        ) throws -> [Account] {
            let meter = ProgressMeter("Importing", total: plan.steps.count)
            defer { meter.finish() }
            return try plan.apply(now: now, in: transaction, progress: meter.update)
        }

        private func issue(
            to accounts: [Account], _ workspace: Workspace, _ database: Database
        ) async throws -> BulkIssuance.Outcome {
            let recipients = try accounts.filter { try Account.hasNoPassword($0.id, in: database) }
            return try await BulkIssuance(CredentialDesk(workspace, database: database)).run(recipients) {
                account, database in try Account.hasNoPassword(account.id, in: database)
            }
        }

        private func advise(_ plan: ParticipantImport) {
            let differing = plan.steps.count(where: \.differs)
            if differing > 0 {
                Output.note(
                    "Accounts that are there with another name, organisation or language: \(differing); "
                        + "--update takes them from the list.")
            }
            if !issue, plan.count(.new) > 0 {
                Output.note("Nothing was mailed. Next: the same command with --issue")
            } else if let module = admissions.module.first {
                Output.note("To see who got in: nachlese account list --module \(module)")
            }
        }

        private func complainAboutFaults(of plan: ParticipantImport) throws(CommandError) {
            guard !plan.faultyLines.isEmpty else { return }
            let place = errors.map { dryRun ? "" : "; they are in '\($0)'" } ?? ""
            throw CommandError(
                .partly,
                "faulty lines: \(plan.faultyLines.count)\(place); correct them and run the same command again")
        }
    }
}
