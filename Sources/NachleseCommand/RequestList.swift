import ArgumentParser
import Catalogue
import Codecs
import Members
import Nachlese
import Platform
import SQLite

extension RequestCommand {
    struct List: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let now = workspace.clock.now
            let database = try workspace.openForReading()
            let reports = try database.snapshot {
                let requests =
                    all ? try AccessRequest.all(in: database) : try AccessRequest.all(state ?? .open, in: database)
                return try requests.map { try AccessRequestReport($0, now: now, in: database) }
            }
            try context.write(listing, .array(reports.map(\.json)), or: text(reports))
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

extension RequestCommand {
    struct Show: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let database = try workspace.openForReading()
            let report = try database.snapshot {
                try AccessRequestReport(
                    AccessRequest.get(reference, in: database), now: workspace.clock.now, in: database)
            }
            try context.write(listing, report.json, or: report.text)
        }
    }
}

extension AccessReference {
    /// Reads the reference of a request that was typed.
    @Sendable static func read(_ text: String) throws -> AccessReference {
        guard let reference = AccessReference(text) else {
            throw BadArgument("write a reference such as A-2026-0143, from the first column of 'nachlese request list'")
        }
        return reference
    }
}

extension AccessRequest.State {
    /// Reads a state that was typed.
    @Sendable static func read(_ text: String) throws -> AccessRequest.State {
        guard let state = AccessRequest.State(rawValue: text) else {
            throw BadArgument("write \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return state
    }
}

extension AccessRequest.Door {
    /// What it means, in a few words.
    var words: String {
        switch self {
        case .tookPart: "took part"
        case .slides: "only the slides"
        }
    }
}

/// Everything that is told of a request for access.
struct AccessRequestReport {
    let request: AccessRequest
    let module: Module?
    /// Whether the address has an account.
    let account: Account?
    /// Until when its decision can be taken back.
    let undoableUntil: Timestamp?

    init(_ request: AccessRequest, now: Timestamp, in database: Database) throws {
        self.request = request
        module = try request.module.flatMap { try Module.find($0, in: database) }
        account = try Account.find(request.email, in: database)
        undoableUntil = try request.undoableUntil(now: now, in: database)
    }

    /// The address, with a mark where nobody has proven it.
    var address: String { "\(request.email)" + (request.isAddressConfirmed ? "" : " (not confirmed)") }

    var facts: String {
        var facts = Facts()
        facts.append("Request", "\(request.reference)")
        let since = request.decidedAt.map { " since \($0.local)" } ?? ""
        facts.append("State", request.state.rawValue + since)
        if let undoableUntil { facts.append("Can be undone", "until \(undoableUntil.local)") }
        facts.append("Door", "\(request.door.rawValue) (\(request.door.words))")
        facts.append(
            "Module", module.map { "\($0.slug) (\($0.number.isEmpty ? "" : "\($0.number): ")\($0.title))" } ?? "")
        facts.append("Name", request.name)
        facts.append("E-mail", address)
        facts.append("Organisation", request.organisation)
        facts.append("Language", request.language.rawValue)
        facts.append("Came by", request.source.rawValue)
        facts.append("Since", request.createdAt.local)
        facts.append("Office told", request.announcedAt?.local ?? "")
        facts.append("Reminded", request.remindedAt?.local ?? "")
        facts.append("Account", account == nil ? "none" : "there is one")
        return facts.rendered
    }

    /// The facts, the message, and what to type next.
    var text: String {
        var text = facts
        if !request.message.isEmpty {
            let lines = request.message.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            text += "\n\n" + lines.map { "> \(Substring($0))".printable }.joined(separator: "\n")
        }
        guard request.state == .open else { return text }
        let scope = module == nil ? " --module MODULE" : ""
        return text
            + "\n\nnachlese request accept \(request.reference)\(scope)\nnachlese request decline \(request.reference)"
    }

    var json: JSON {
        .object([
            "reference": .string("\(request.reference)"), "state": .string(request.state.rawValue),
            "door": .string(request.door.rawValue), "source": .string(request.source.rawValue),
            "email": .string("\(request.email)"), "confirmed": .bool(request.isAddressConfirmed),
            "name": .string(request.name), "organisation": .string(request.organisation),
            "language": .string(request.language.rawValue), "module": .optional(module.map { "\($0.slug)" }),
            "message": .string(request.message), "has_account": .bool(account != nil),
            "created": .time(request.createdAt), "announced": .time(request.announcedAt),
            "reminded": .time(request.remindedAt), "decided": .time(request.decidedAt),
            "undoable_until": .time(undoableUntil),
        ])
    }
}
