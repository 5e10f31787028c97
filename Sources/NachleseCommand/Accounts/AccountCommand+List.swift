import ArgumentParser
import Catalogue
import Codecs
import Members
import Platform
import SQLite

extension AccountCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all accounts by name; those of a module with how far they got.",
            discussion: """
                EXAMPLES
                  nachlese account list
                  nachlese account list --module 2017-iv
                  nachlese account list --module 2017-iv --state bounced undeliverable
                  nachlese account list --module 2017-iv --pending --json

                THE RUNGS
                  listed         admitted, nothing was mailed
                  handed-out     a password was printed and handed out otherwise
                  waiting        the mail is in the outbox
                  undeliverable  no server takes the mail
                  bounced        the mail came back
                  mailed         the mail was handed over
                  signed-in      was in at least once
                  own-password   has chosen a password
                  complete       has every file for the admitted, in its present version
                Before the first sign-in the newest mail with a password decides.
                """)

        @Option(help: "Only those admitted to this module or its series.", transform: Slug.read)
        var module: Slug?
        @Option(
            parsing: .upToNextOption, help: ArgumentHelp("Only those on these rungs.", valueName: "rung"),
            transform: ParticipationStage.read)
        var state: [ParticipationStage] = []
        @Flag(help: "Only those who were never in and are meant to get in.")
        var pending = false
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard module != nil || state.isEmpty && !pending else {
                throw ValidationError("--state and --pending tell how far people of a module got: give --module, too")
            }
        }

        func run() throws {
            let workspace = try Workspace(data)
            let now = workspace.clock.now
            let database = try workspace.openForReading()
            try database.snapshot {
                if let module {
                    try list(Module.get(module, in: database), now: now, in: database)
                } else {
                    try listAll(now: now, in: database)
                }
            }
        }

        private func list(_ module: Module, now: Timestamp, in database: Database) throws {
            let all = try Participation.all(in: module, now: now, database: database)
            let chosen = all.filter { participation in
                guard state.isEmpty || state.contains(participation.rung) else { return false }
                return !pending || participation.rung.isPending && participation.isOpen(at: now)
            }
            let report = ParticipationReport(participations: chosen, now: now)
            if listing.json {
                try Output.write(report.json(in: database))
            } else {
                try Output.write(report.table)
                Output.note(ParticipationReport(participations: all, now: now).summary)
            }
        }

        private func listAll(now: Timestamp, in database: Database) throws {
            let reports = try Account.all(in: database).map { try AccountReport($0, now: now, in: database) }
            var table = Table("E-MAIL", "NAME", "ORGANISATION", "STATE", "PASSWORD", "ADMITTED TO")
            for report in reports {
                table.append(
                    "\(report.account.email)", report.account.name, report.account.organisation, report.state,
                    report.password, report.admissions.map { "\($0.slug)" }.joined(separator: ", "))
            }
            try listing.write(.array(reports.map(\.json)), or: table.rendered)
        }
    }
}
