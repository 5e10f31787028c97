import ArgumentParser
import Nachlese
import NachleseServer
import Website

/// `nachlese check`: whether everything is there that should be, and nothing else.
struct CheckCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the data folder: database, files, pages, wordings, old addresses.",
        discussion: """
            It finds rows without a file and files without a row, files of another size, texts of imprint, privacy, \
            accessibility and contact that are missing or refused, refused wordings, and old addresses that lead \
            nowhere. Nothing is changed; the server may run.

            It ends with 0 when nothing is amiss, and with 1 when something is. What the settings say, 'nachlese config \
            check' checks.

            EXAMPLES
              nachlese check
              nachlese check --read --json
            """)

    @Flag(help: "Read every file as well, and compare it with its digest; takes as long as reading them all.")
    var read = false
    @OptionGroup var listing: ListingOptions
    @OptionGroup var data: DataOptions

    func run(in context: CommandContext) async throws {
        let workspace = try Workspace(data, context)
        let database = try workspace.openForReading()
        if read { context.interruption.watch() }
        var outcome = try await DataFolderCheck(workspace.folder, clock: context.clock).run(
            isReading: read, isCancelled: context.interruption.hasHappened)
        let redirects = RedirectFile(workspace.folder)
        outcome.findings += try redirects.findings(in: database).map { finding in
            DataFolderCheck.Finding(.oldAddress, "\(redirects.path)", finding)
        }
        if listing.json || !outcome.findings.isEmpty {
            var table = Table("KIND", "WHAT", "ADVICE")
            for finding in outcome.findings { table.append(finding.kind.rawValue, finding.subject, finding.advice) }
            try context.write(listing, .array(outcome.findings.map(\.json)), or: table.rendered)
        }
        if context.interruption.hasHappened() {
            throw CommandError(.interrupted, "stopped after \(outcome.files) files")
        }
        let faults = outcome.findings.filter(\.kind.isFault).count
        guard faults == 0 else {
            throw CommandError(.failed, "\(faults) \(faults == 1 ? "thing is" : "things are") amiss")
        }
        context.note("Nothing is amiss; looked at \(outcome.files) files\(read ? ", and read them all" : "").")
    }
}

extension DataFolderCheck.Finding {
    fileprivate var json: JSON {
        .object([
            "kind": .string(kind.rawValue), "fault": .bool(kind.isFault), "subject": .string(subject),
            "advice": .string(advice),
        ])
    }
}
