import ArgumentParser
import Nachlese
import Platform
import SQLite

extension RequestCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a request with everything that was typed.",
            discussion: """
                EXAMPLE
                  nachlese request show A-2026-0143
                """)

        @Argument(help: "From the first column of 'nachlese request list'.", transform: AccessReference.read)
        var reference: AccessReference
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForReading()
            let report = try database.snapshot {
                try AccessRequestReport(
                    AccessRequest.get(reference, in: database), now: workspace.clock.now, in: database)
            }
            try listing.write(report.json, or: report.text)
        }
    }
}
