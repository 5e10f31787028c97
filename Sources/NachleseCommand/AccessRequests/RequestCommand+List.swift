import ArgumentParser
import Catalogue
import Mail
import Nachlese
import Platform
import SQLite

extension RequestCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the open requests, the oldest first.",
            discussion: """
                EXAMPLES
                  nachlese request list
                  nachlese request list --state declined
                  nachlese request list --all --json

                'not confirmed' stands behind an address that only a mail said it was from.
                """)

        @Option(help: "Those in this state: open, accepted or declined.", transform: AccessRequest.State.read)
        var state: AccessRequest.State?
        @Flag(help: "Those that were decided on, too.")
        var all = false
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard state == nil || !all else { throw ValidationError("Give either --state or --all") }
        }

        func run() throws {
            let workspace = try Workspace(data)
            let now = workspace.clock.now
            let database = try workspace.openForReading()
            let reports = try database.snapshot {
                let requests =
                    all ? try AccessRequest.all(in: database) : try AccessRequest.all(state ?? .open, in: database)
                return try requests.map { try AccessRequestReport($0, now: now, in: database) }
            }
            try listing.write(.array(reports.map(\.json)), or: text(reports))
        }

        private func text(_ reports: [AccessRequestReport]) -> String {
            let what = all ? "Requests" : "\(state ?? .open) requests".capitalizedAtStart
            let heading = "\(what): \(reports.count)"
            guard !reports.isEmpty else { return heading }
            var table = Table("REFERENCE", "SINCE", "STATE", "DOOR", "MODULE", "NAME", "E-MAIL", "ORGANISATION")
            for report in reports {
                let request = report.request
                table.append(
                    "\(request.reference)", request.createdAt.local, request.state.rawValue, request.door.rawValue,
                    report.module.map { "\($0.slug)" } ?? "", request.name, report.address, request.organisation)
            }
            return "\(heading), the oldest first\n\n\(table.rendered)"
        }
    }
}

extension String {
    /// With a capital letter, for a word of ours.
    fileprivate var capitalizedAtStart: String {
        prefix(1).uppercased() + dropFirst()
    }
}
