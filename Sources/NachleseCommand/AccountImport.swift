import ArgumentParser
import Catalogue
import Codecs
import FoundationEssentials
import Members
import Nachlese
import Platform
import SQLite
import SystemPackage

extension AccountCommand {
    struct Import: Command {
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
                where only E-Mail must be there; Vorname and Nachname may stand for Name. \
                Delimiter (; , tab) and encoding (UTF-8, Windows-1252) are recognised.

                Lines in order are applied together, faulty ones are named; running it again \
                changes nothing. Names of accounts that are there stay unless --update is given, \
                ends of admissions stay unless the list or --until says another one. \
                Nothing is mailed without --issue, which mails an initial password to everybody \
                on the list for whom none was ever made, so that it can be run again after it \
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let end = try admissions.end(now: context.clock.now)
            let file = try ListFile(file, in: context)
            let importer = ParticipantImporter(
                file.list, admittedTo: admissions.target, until: end, language: language, updating: update,
                clock: context.clock)
            guard !dryRun else {
                return try refuse(importer.preview(in: workspace.openForReading()), of: file, in: context)
            }
            let writer = try workspace.writer()
            let preview = try await importer.preview(with: writer)
            guard !isRefused(preview.plan) else { return try refuse(preview, of: file, in: context) }
            let bulk = try issue ? bulkIssue(to: preview.withoutPassword, workspace, writer) : nil
            let errorsFile = try errors.map { name in try ErrorsFile(name, in: context) }
            let applied = try await apply(preview, by: importer, writer, in: context)
            let plan = applied.plan
            if !plan.faultyLines.isEmpty { try errorsFile?.write(plan.faultyLines, of: file.list) }
            let report = ImportReport(
                file: file, plan: plan, isDryRun: false, isApplied: true,
                recipients: issue ? applied.withoutPassword.count : nil)
            if !listing.json { try context.write(report.text) }
            let outcome = try await bulk?.run(applied.withoutPassword) { account, database in
                try Account.hasNoPassword(account.id, in: database)
            }
            if listing.json { try context.write(report.json(outcome)) } else { advise(plan, in: context) }
            if let failure = outcome?.failure { throw failure }
            try complainAboutFaults(of: plan)
        }

        private func bulkIssue(to recipients: Int, _ workspace: Workspace, _ writer: Writer) throws -> BulkIssue {
            try BulkIssue(workspace, writer, confirmedBy: confirmation, recipients: recipients)
        }

        private func isRefused(_ plan: ParticipantImport) -> Bool {
            plan.steps.isEmpty || strict && !plan.faultyLines.isEmpty
        }

        /// Shows a plan that is not carried out, and answers as if it had been.
        private func refuse(
            _ preview: ParticipantImporter.Preview, of file: ListFile, in context: CommandContext
        ) throws {
            let plan = preview.plan
            if !dryRun, let errors { try ErrorsFile(errors, in: context).write(plan.faultyLines, of: file.list) }
            let report = ImportReport(
                file: file, plan: plan, isDryRun: dryRun, isApplied: false,
                recipients: issue ? preview.withoutPassword : nil)
            try context.write(listing, report.json(nil), or: report.text)
            if dryRun {
                let mails = report.recipients.map { "; initial passwords would be mailed to \($0)" } ?? ""
                context.note("This was a dry run: nothing was changed\(isRefused(plan) ? "" : mails).")
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

        private func apply(
            _ preview: ParticipantImporter.Preview, by importer: ParticipantImporter, _ writer: Writer,
            in context: CommandContext
        ) async throws -> ParticipantImporter.Outcome {
            let meter = ProgressMeter("Importing", total: preview.plan.steps.count, in: context)
            defer { meter.finish() }
            return try await importer.apply(preview, with: writer, progress: meter.update)
        }

        private func advise(_ plan: ParticipantImport, in context: CommandContext) {
            let differing = plan.steps.count(where: \.differs)
            if differing > 0 {
                context.note(
                    "Accounts that are there with another name, organisation or language: \(differing); "
                        + "--update takes them from the list.")
            }
            if !issue, plan.count(.new) > 0 {
                context.note("Nothing was mailed. Next: the same command with --issue")
            } else if let module = admissions.module.first {
                context.note("To see who got in: nachlese account list --module \(module)")
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

/// The participant list that a command was given: a file, or `-` for standard input.
struct ListFile {
    /// As it is named in messages.
    let name: String
    let list: ParticipantList

    /// Reads and recognises it.
    ///
    /// - Throws: `CommandFailure` when it cannot be read or is no list.
    init(_ name: String, in context: CommandContext) throws {
        let limit = ParticipantList.maximumLength
        let bytes: [UInt8]
        if name == "-" {
            if context.streams.isInputTerminal {
                context.note(
                    "Paste the list, its headings first (\(ParticipantColumn.expected)); "
                        + "end it with Ctrl-D on a line of its own.")
            }
            bytes = try context.readInput(limit: limit)
        } else {
            do throws(FileFailure) {
                bytes = try context.read(name, limit: limit)
            } catch {
                guard error.cause == .isDirectory else { throw error }
                throw CommandError(.badInput, "'\(name)' is a folder; name the file with the list")
            }
        }
        self.name = name == "-" ? "standard input" : "'\(name)'"
        do throws(ParticipantListError) {
            list = try ParticipantList(bytes)
        } catch {
            throw ListFailure(file: self.name, error: error)
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

    func json(_ outcome: BulkIssue.Outcome?) -> JSON {
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
            "issuer": outcome?.json ?? .null,
        ])
    }
}

/// A new file, mode 0600, for the lines of a list that could not be used.
///
/// UTF-8 with a byte order mark, since spreadsheet programs take a file without one for Windows-1252. As long as
/// nothing is written, it goes away again with its owner.
final class ErrorsFile {
    private let name: String
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var isKept = false

    /// Makes the file.
    ///
    /// - Throws: `CommandFailure` when there is one already, or none can be made.
    init(_ name: String, in context: CommandContext) throws {
        let path = context.path(name)
        self.name = name
        self.path = path
        do throws(FileFailure) {
            descriptor = try FileFailure.wrap("'\(name)' cannot be made") {
                try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                    permissions: [.ownerReadWrite])
            }
        } catch {
            guard error.cause == .fileExists else { throw error }
            throw CommandError(.exists, "'\(name)' is there already and is not overwritten; name another file")
        }
    }

    deinit {
        try? descriptor.close()
        if !isKept { try? FileManager.default.removeItem(atPath: path.string) }
    }

    /// Writes the lines under the headings of their list, each with its reason and its line number before it.
    ///
    /// - Throws: when it could not be written.
    func write(_ lines: [ParticipantImport.FaultyLine], of list: ParticipantList) throws(FileFailure) {
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
        _ = try FileFailure.wrap("'\(name)' cannot be written") { try descriptor.writeAll(text.utf8) }
    }
}

/// Why a file, as it is named, is no participant list.
private struct ListFailure: CommandFailure {
    let file: String
    let error: ParticipantListError

    var exitStatus: ExitStatus { .badInput }

    var sentence: String {
        let advice = "save it as 'CSV UTF-8'"
        let expectation =
            "the first line names the columns, for example \(ParticipantColumn.expected), E-Mail at least"
        switch error {
        case .empty: return "\(file) is empty; \(expectation)"
        case .noRows: return "\(file) has headings and nobody under them"
        case .tooLarge(let limit): return "\(file) is longer than \(limit >> 20) MiB; divide it into several lists"
        case .tooManyRows(let limit): return "\(file) has more than \(limit) lines; divide it into several lists"
        case .tooManyColumns(let limit):
            return "\(file) has more than \(limit) columns; leave out those that are not needed"
        case .isUTF16: return "\(file) is UTF-16 ('Unicode text'); \(advice)"
        case .isWorkbook: return "\(file) is a workbook, not a list in text form; \(advice)"
        case .isNoText: return "\(file) is not text; \(advice)"
        case .damagedUTF8(let line): return "\(file) begins as UTF-8 and has other octets on line \(line); \(advice)"
        case .openQuotation(let line):
            return "\(file): on line \(line) a quotation mark is opened and nowhere closed; close or remove it"
        case .noHeader: return "\(file) has no headings with an e-mail column; \(expectation)"
        case .repeatedColumn(let first, let second):
            return "\(file): the columns '\(first)' and '\(second)' mean the same; rename one of them"
        }
    }
}
