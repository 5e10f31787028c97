import ArgumentParser

/// `nachlese check`: whether everything is there that should be, and nothing else.
struct CheckCommand: ParsableCommand {
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

    func run() throws {
        let workspace = try Workspace(data)
        let database = try workspace.openForReading()
        if read { Interruption.watch() }
        var checkup = Checkup(workspace, database: database, isReading: read)
        try checkup.run()
        var table = Table("KIND", "WHAT", "ADVICE")
        for finding in checkup.findings { table.append(finding.kind.rawValue, finding.subject, finding.advice) }
        if listing.json || !checkup.findings.isEmpty {
            try listing.write(.array(checkup.findings.map(\.json)), or: table.rendered)
        }
        if Interruption.hasHappened { throw CommandError(.interrupted, "stopped after \(checkup.files) files") }
        let faults = checkup.findings.filter(\.kind.isFault).count
        guard faults == 0 else {
            throw CommandError(.failed, "\(faults) \(faults == 1 ? "thing is" : "things are") amiss")
        }
        Output.note("Nothing is amiss; looked at \(checkup.files) files\(read ? ", and read them all" : "").")
    }
}
