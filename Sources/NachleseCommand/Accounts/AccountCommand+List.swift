import ArgumentParser
import Nachlese
import SQLite

extension AccountCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all accounts by name.",
            discussion: """
                EXAMPLES
                  nachlese account list
                  nachlese account list --module 2017-iv --json
                """)

        @Option(help: "Only accounts that were admitted to this module or its series.", transform: Slug.read)
        var module: Slug?
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let now = workspace.clock.now
            let database = try workspace.openForReading()
            let reports = try database.snapshot {
                let module = try module.map { try Module.get($0, in: database) }
                return try Account.all(in: database).map { try AccountReport($0, now: now, in: database) }
                    .filter { report in
                        guard let module else { return true }
                        return report.admissions.contains {
                            $0.scope == .module(module.id) || $0.scope == .series(module.series)
                        }
                    }
            }
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
