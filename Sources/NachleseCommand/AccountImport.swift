import ArgumentParser
import FoundationEssentials
import Glibc
import Nachlese
import SQLite
import SystemPackage

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
            let errorsFile = try errors.map { name throws(Complaint) in try ErrorsFile(name) }
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
                throw Complaint(
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

        private func complainAboutFaults(of plan: ParticipantImport) throws(Complaint) {
            guard !plan.faultyLines.isEmpty else { return }
            let place = errors.map { dryRun ? "" : "; they are in '\($0)'" } ?? ""
            throw Complaint(
                .partly,
                "faulty lines: \(plan.faultyLines.count)\(place); correct them and run the same command again")
        }
    }
}

/// The participant list that a command was given: a file, or `-` for standard input.
struct ListFile {
    /// As it is named in messages.
    let name: String
    let list: ParticipantList

    /// Reads and recognises it.
    ///
    /// - Throws: `Complaint` when it cannot be read or is no list.
    init(_ name: String) throws(Complaint) {
        let limit = ParticipantList.maximumLength
        let octets: [UInt8]
        do {
            if name == "-" {
                if isatty(STDIN_FILENO) == 1 {
                    Output.note(
                        "Paste the list, its headings first (\(ParticipantColumn.expected)); "
                            + "end it with Ctrl-D on a line of its own.")
                }
                octets = try FileDescriptor.standardInput.readAll(limit: limit)
            } else {
                octets = try FileDescriptor.readAll(of: FilePath(name), limit: limit)
            }
        } catch let error as Errno where error == .isDirectory {
            throw Complaint(.badInput, "'\(name)' is a folder; name the file with the list")
        } catch {
            throw Complaint(error as? Errno ?? .ioError, of: "'\(name)'")
        }
        self.name = name == "-" ? "standard input" : "'\(name)'"
        do throws(ParticipantListError) {
            list = try ParticipantList(octets)
        } catch {
            throw Complaint(error, of: self.name)
        }
    }

    /// `'list.csv': delimiter ;  encoding Windows-1252  34 lines, headings on line 1`.
    var summary: String {
        "\(name): delimiter \(list.delimiter.name)  encoding \(list.encoding.rawValue)  "
            + "\(list.rows.count) \(list.rows.count == 1 ? "line" : "lines")  headings on line \(list.header.line)"
    }

    /// `Columns: E-Mail (e-mail address), …`, and those that are not used.
    var columns: [String] {
        let used = list.header.recognised.map { column, heading in "'\(heading)' is the \(column)" }
        let ignored = list.header.ignored.map { "'\($0)'" }
        return ["  columns: " + used.joined(separator: ", ")]
            + (ignored.isEmpty ? [] : ["  not used: " + ignored.joined(separator: ", ")])
    }
}

/// What an import changes, or would change, for people and for programs.
struct ImportReport {
    let file: ListFile
    let plan: ParticipantImport
    /// Whether it is only shown.
    let isDryRun: Bool
    /// Whether it was done.
    let isApplied: Bool
    /// How many get a mail with an initial password; nil where none are mailed.
    let recipients: Int?

    var text: String {
        ([file.summary] + file.columns + [counts] + people + faults).joined(separator: "\n")
    }

    /// `  28 new   3 admitted or end changed   1 unchanged   2 faulty`.
    private var counts: String {
        let names: [(ParticipantImport.Outcome, String)] = [
            (.new, "new"), (.admitted, "there already, admitted or end changed"), (.updated, "updated"),
            (.unchanged, "unchanged"),
        ]
        let parts = names.map { outcome, name in (plan.count(outcome), name) } + [(plan.faultyLines.count, "faulty")]
        return "  "
            + parts.filter { $0.0 > 0 || ["new", "unchanged"].contains($0.1) }.map { "\($0.0) \($0.1)" }
            .joined(separator: "   ")
    }

    /// What a dry run shows of each person whom something would change for.
    private var people: [String] {
        guard isDryRun else { return [] }
        var table = Table("E-MAIL", "NAME", "ORGANISATION", "WOULD BE")
        let changed = plan.steps.filter { $0.outcome != .unchanged }
        for step in changed {
            table.append(
                "\(step.participant.email)", step.participant.name?.text ?? step.account?.name ?? "",
                step.participant.organisation?.text ?? step.account?.organisation ?? "", step.outcome.rawValue)
        }
        return changed.isEmpty ? [] : [table.rendered]
    }

    private var faults: [String] {
        plan.faultyLines.map { "  line \($0.line): \($0.fault)".singleLine }
    }

    func json(_ issuance: BulkIssuance.Outcome?) -> JSON {
        let header = file.list.header
        return .object([
            "file": .string(file.name), "encoding": .string(file.list.encoding.rawValue),
            "delimiter": .string(file.list.delimiter.name), "header_line": .number(Int64(header.line)),
            "columns": .array(
                header.recognised.map { column, heading in
                    .object(["heading": .string(heading), "meaning": .string(column.rawValue)])
                }),
            "ignored_columns": .array(header.ignored.map(JSON.string)),
            "lines": .number(Int64(file.list.rows.count)),
            "new": .number(Int64(plan.count(.new))), "admitted": .number(Int64(plan.count(.admitted))),
            "updated": .number(Int64(plan.count(.updated))), "unchanged": .number(Int64(plan.count(.unchanged))),
            "faulty": .number(Int64(plan.faultyLines.count)),
            "dry_run": .bool(isDryRun), "applied": .bool(isApplied),
            "recipients": recipients.map { .number(Int64($0)) } ?? .null,
            "people": .array(
                plan.steps.map { step in
                    .object([
                        "email": .string("\(step.participant.email)"),
                        "name": .optional(step.participant.name?.text ?? step.account?.name),
                        "outcome": .string(step.outcome.rawValue), "differs": .bool(step.differs),
                    ])
                }),
            "faults": .array(
                plan.faultyLines.map {
                    .object(["line": .number(Int64($0.line)), "reason": .string("\($0.fault)")])
                }),
            "issuance": issuance?.json ?? .null,
        ])
    }
}

/// A new file, mode 0600, for the lines of a list that could not be used.
///
/// UTF-8 with a byte order mark, since spreadsheet programs take a file without one for Windows-1252. As long as
/// nothing is written, it goes away again with its owner.
final class ErrorsFile {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var isKept = false

    /// Makes the file.
    ///
    /// - Throws: `Complaint` when there is one already, or none can be made.
    init(_ name: String) throws(Complaint) {
        path = FilePath(name)
        do {
            descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite])
        } catch {
            let error = error as? Errno ?? .ioError
            guard error != .fileExists else {
                throw Complaint(.exists, "'\(name)' is there already and is not overwritten; name another file")
            }
            throw Complaint(error, of: "'\(name)' cannot be made")
        }
    }

    deinit {
        try? descriptor.close()
        if !isKept { try? FileManager.default.removeItem(atPath: path.string) }
    }

    /// Writes the lines under the headings of their list, each with its reason and its line number before it.
    ///
    /// - Throws: `Complaint` when it could not be written.
    func write(_ lines: [ParticipantImport.FaultyLine], of list: ParticipantList) throws(Complaint) {
        var text = "\u{FEFF}"
        func append(_ cells: [String]) {
            text += cells.map { CellText.written($0, delimiter: list.delimiter) }
                .joined(separator: list.delimiter.separator)
            text += "\r\n"
        }
        // Before, because a line may have more cells than there are headings.
        append(["Grund / reason", "Zeile / line"] + list.header.headings)
        for line in lines { append(["\(line.fault)", "\(line.line)"] + line.cells) }
        isKept = true
        do {
            _ = try descriptor.writeAll(text.utf8)
        } catch {
            throw Complaint(error as? Errno ?? .ioError, of: "'\(path)' cannot be written")
        }
    }
}

extension Complaint {
    /// About a file that is no participant list, as it is named.
    init(_ error: ParticipantListError, of file: String) {
        let advice = "save it as 'CSV UTF-8'"
        switch error {
        case .empty: self.init(.badInput, "\(file) is empty; \(Complaint.expectation)")
        case .noRows: self.init(.badInput, "\(file) has headings and nobody under them")
        case .tooLarge(let limit):
            self.init(.badInput, "\(file) is longer than \(limit >> 20) MiB; divide it into several lists")
        case .tooManyRows(let limit):
            self.init(.badInput, "\(file) has more than \(limit) lines; divide it into several lists")
        case .tooManyColumns(let limit):
            self.init(.badInput, "\(file) has more than \(limit) columns; leave out those that are not needed")
        case .isUTF16: self.init(.badInput, "\(file) is UTF-16 ('Unicode text'); \(advice)")
        case .isWorkbook: self.init(.badInput, "\(file) is a workbook, not a list in text form; \(advice)")
        case .isNoText: self.init(.badInput, "\(file) is not text; \(advice)")
        case .damagedUTF8(let line):
            self.init(.badInput, "\(file) begins as UTF-8 and has other octets on line \(line); \(advice)")
        case .openQuotation(let line):
            self.init(
                .badInput, "\(file): on line \(line) a quotation mark is opened and nowhere closed; close or remove it")
        case .noHeader: self.init(.badInput, "\(file) has no headings with an e-mail column; \(Complaint.expectation)")
        case .repeatedColumn(let first, let second):
            self.init(.badInput, "\(file): the columns '\(first)' and '\(second)' mean the same; rename one of them")
        }
    }

    private static let expectation =
        "the first line names the columns, for example \(ParticipantColumn.expected), E-Mail at least"
}
