import ArgumentParser
import Catalogue
import Codecs
import Mail
import Members
import Nachlese
import Platform
import SQLite

extension AccountCommand {
    struct List: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let now = workspace.clock.now
            let database = try workspace.openForReading()
            try database.snapshot {
                if let module {
                    try list(Module.get(module, in: database), now: now, in: database, context)
                } else {
                    try listAll(now: now, in: database, context)
                }
            }
        }

        private func list(
            _ module: Module, now: Timestamp, in database: Database, _ context: CommandContext
        ) throws {
            let all = try Participation.all(in: module, now: now, database: database)
            let chosen = all.filter { participation in
                guard state.isEmpty || state.contains(participation.stage) else { return false }
                return !pending || participation.stage.isPending && participation.isOpen(at: now)
            }
            let report = ParticipationReport(participations: chosen, now: now)
            if listing.json {
                try context.write(report.json(in: database))
            } else {
                try context.write(report.table)
                context.note(ParticipationReport(participations: all, now: now).summary)
            }
        }

        private func listAll(now: Timestamp, in database: Database, _ context: CommandContext) throws {
            let reports = try Account.all(in: database).map { try AccountReport($0, now: now, in: database) }
            var table = Table("E-MAIL", "NAME", "ORGANISATION", "STATE", "PASSWORD", "ADMITTED TO")
            for report in reports {
                table.append(
                    "\(report.account.email)", report.account.name, report.account.organisation, report.state,
                    report.password, report.admissions.map { "\($0.slug)" }.joined(separator: ", "))
            }
            try context.write(listing, .array(reports.map(\.json)), or: table.rendered)
        }
    }

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "Show an account: state, passwords (not what they are), admissions, how far its owner got.",
            discussion: """
                EXAMPLE
                  nachlese account show name@example.org
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let database = try workspace.openForReading()
            let report = try database.snapshot {
                try AccountReport(Account.get(email, in: database), now: workspace.clock.now, in: database)
                    .withLadder(in: database)
            }
            try context.write(listing, report.json, or: report.facts)
        }
    }
}

extension ParticipationStage {
    /// Reads a rung that was typed.
    @Sendable static func read(_ text: String) throws -> ParticipationStage {
        guard let rung = ParticipationStage(rawValue: text) else {
            throw BadArgument("write one of \(ParticipationStage.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return rung
    }
}

/// Everything that is told of an account.
struct AccountReport {
    let account: Account
    let admissions: [Admission]
    let credentials: [Credential]
    let sessions: Int
    /// How far its owner got in each module that they are admitted to; nil where nobody asked.
    private(set) var ladder: [(module: Module, participation: Participation)]?
    let now: Timestamp

    init(_ account: Account, now: Timestamp, in database: Database) throws {
        self.account = account
        self.now = now
        admissions = try Admission.all(of: account.id, in: database)
        credentials = try Credential.all(of: account.id, in: database)
        sessions = try Session.count(of: account.id, now: now, in: database)
    }

    /// This with the ladder.
    func withLadder(in database: Database) throws -> AccountReport {
        var report = self
        report.ladder = try Participation.all(of: account.id, now: now, database: database)
        return report
    }

    /// A word that programs may rely on.
    var state: String {
        if account.revokedAt != nil { return "revoked" }
        return account.isActive(at: now) ? "active" : "expired"
    }

    /// A word that programs may rely on: what its owner can sign in with at this moment.
    var password: String {
        let valid = credentials.filter { $0.isValid(at: now) }
        if valid.contains(where: { $0.kind == .own }) { return "own" }
        return valid.isEmpty ? "none" : "initial"
    }

    /// A line for each admission.
    var admissionLines: [String] {
        admissions.map { admission in
            let kind = if case .series = admission.scope { "series" } else { "module" }
            let end = admission.endsAt.map { end in
                (admission.isValid(at: now) ? " until " : " ended ") + end.local
            }
            return "\(kind) \(admission.slug)\(end ?? "")"
        }
    }

    var facts: String {
        var facts = Facts()
        facts.append("E-mail", "\(account.email)")
        facts.append("Name", account.name)
        facts.append("Organisation", account.organisation)
        facts.append("Language", account.language.rawValue)
        facts.append("State", state + (account.revokedAt.map { " since \($0.local)" } ?? ""))
        facts.append("Since", account.createdAt.local)
        facts.append("Sessions", "\(sessions)")
        for credential in credentials {
            let end = credential.expiresAt.map { end in
                (credential.isValid(at: now) ? " until " : " ended ") + end.local
            }
            let use = credential.kind == .own ? "" : credential.firstUsedAt.map { ", used \($0.local)" } ?? ", not used"
            facts.append("Password", credential.kind.rawValue + (end ?? "") + use)
        }
        if credentials.isEmpty { facts.append("Password", "") }
        for line in admissionLines { facts.append("Admitted to", line) }
        if admissions.isEmpty { facts.append("Admitted to", "") }
        for (module, participation) in ladder ?? [] {
            let reason = participation.reason.map { " (\($0))" } ?? ""
            let step = "\(participation.stage.rawValue) since \(participation.since.local)"
            facts.append("Got in", "module \(module.slug): \(step)\(reason)")
        }
        return facts.rendered
    }

    var json: JSON {
        .object([
            "email": .string("\(account.email)"), "name": .string(account.name),
            "organisation": .string(account.organisation), "language": .string(account.language.rawValue),
            "state": .string(state), "password": .string(password), "sessions": .number(Int64(sessions)),
            "created": .time(account.createdAt), "expires": .time(account.expiresAt),
            "revoked": .time(account.revokedAt),
            "admissions": admissionsDocument, "credentials": credentialsDocument,
            "ladder": ladderDocument,
        ])
    }

    private var ladderDocument: JSON {
        guard let ladder else { return .null }
        return .array(
            ladder.map { module, participation in
                .object([
                    "module": .string("\(module.slug)"), "rung": .string(participation.stage.rawValue),
                    "since": .time(participation.since), "reason": .optional(participation.reason),
                ])
            })
    }

    var admissionsDocument: JSON {
        .array(
            admissions.map { admission in
                let kind = if case .series = admission.scope { "series" } else { "module" }
                return .object([
                    "kind": .string(kind), "slug": .string("\(admission.slug)"),
                    "title": .string(admission.title), "ends": .time(admission.endsAt),
                ])
            })
    }

    var credentialsDocument: JSON {
        .array(
            credentials.map { credential in
                .object([
                    "kind": .string(credential.kind.rawValue), "created": .time(credential.createdAt),
                    "first_used": .time(credential.firstUsedAt), "expires": .time(credential.expiresAt),
                ])
            })
    }
}

/// How far the people of a module got, for people and for programs.
struct ParticipationReport {
    let participations: [Participation]
    let now: Timestamp

    var table: String {
        var table = Table("E-MAIL", "NAME", "ORGANISATION", "STATE", "RUNG", "SINCE", "REASON")
        for participation in participations {
            let account = participation.account
            table.append(
                "\(account.email)", account.name, account.organisation, state(of: participation),
                participation.stage.rawValue, participation.since.local, participation.reason ?? "")
        }
        return table.rendered
    }

    /// Counts for each rung, of everybody who is meant to get in, and how many cannot.
    var summary: String {
        let open = participations.filter { $0.isOpen(at: now) }
        let counts = ParticipationStage.allCases.map { rung in (rung, open.count { $0.stage == rung }) }.filter {
            $0.1 > 0
        }
        let rungs = counts.map { rung, count in "\(count) \(rung.rawValue)" }.joined(separator: ", ")
        let closed = participations.count - open.count
        let pending = open.count { $0.stage.isPending }
        let shut = open.count(where: \.cannotGetIn)
        return "\(open.count) \(open.count == 1 ? "participant" : "participants")" + (rungs.isEmpty ? "" : ": \(rungs)")
            + ". \(pending) were never in, \(shut) cannot get in."
            + (closed > 0 ? " Besides, revoked or ended: \(closed)." : "")
    }

    /// One object for each, with everything that is known of the account.
    func json(in database: Database) throws -> JSON {
        .array(
            try participations.map { participation in
                let report = try AccountReport(participation.account, now: now, in: database)
                let account = participation.account
                return .object([
                    "email": .string("\(account.email)"), "name": .string(account.name),
                    "organisation": .string(account.organisation), "language": .string(account.language.rawValue),
                    "state": .string(report.state), "password": .string(report.password),
                    "sessions": .number(Int64(report.sessions)), "created": .time(account.createdAt),
                    "expires": .time(account.expiresAt), "revoked": .time(account.revokedAt),
                    "rung": .string(participation.stage.rawValue), "since": .time(participation.since),
                    "reason": .optional(participation.reason), "admission_ended": .bool(participation.hasEnded),
                    "cannot_get_in": .bool(participation.isOpen(at: now) && participation.cannotGetIn),
                    "admissions": report.admissionsDocument, "credentials": report.credentialsDocument,
                ])
            })
    }

    private func state(of participation: Participation) -> String {
        if participation.account.revokedAt != nil { return "revoked" }
        guard participation.account.isActive(at: now) else { return "expired" }
        return participation.hasEnded ? "ended" : "active"
    }
}
