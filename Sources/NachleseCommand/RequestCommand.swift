import ArgumentParser
import Catalogue
import Codecs
import Letters
import Members
import Nachlese
import Platform
import SQLite

/// Everything about requests for access.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Decide on requests for access, and take them in by mail.",
        subcommands: [List.self, Show.self, Accept.self, Decline.self, Undo.self, Intake.self])
}

extension RequestCommand {
    struct Accept: Command {
        static let configuration = CommandConfiguration(
            abstract: "Accept requests: make the account with its admission, and mail the credentials.",
            discussion: """
                EXAMPLES
                  nachlese request accept A-2026-0143
                  nachlese request accept A-2026-0143 A-2026-0144 --module 2017-iv
                  nachlese request accept A-2026-0145 --series sozialplanung \\
                      --until 2027-06-30
                  nachlese request accept A-2026-0146 --dry-run

                Without --module or --series the admission is to the module of the request. Without --until that of a \
                guest (door 'slides') ends after the days that the setting 'guest-days' says, any other does not.

                Who has an account gets the admission, and a new password only where none works. The mail waits for the \
                minutes of the setting 'undo-minutes', in which 'nachlese request undo' takes everything back.

                Credentials go to the address of the request and nowhere else. Of a request that came by mail nobody has \
                proven that address: whoever reads mails there gets the access.
                """)

        @Argument(help: "From the first column of 'nachlese request list'.", transform: AccessReference.read)
        var references: [AccessReference]
        @OptionGroup var admissions: AdmissionScopeOptions
        @Option(help: "The name of the new account, in the place of what was typed.", transform: Label.read)
        var name: Label?
        @Flag(help: "Mail at once; nothing can be taken back.")
        var now = false
        @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
        var dryRun = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("name at least one request by its reference") }
            guard name == nil || references.count == 1 else {
                throw ValidationError("--name is for one request at a time")
            }
        }

        func run(in context: CommandContext) async throws {
            let requests = try RequestDecisions(Workspace(data, context))
            var terms = AccessRequestReview.Terms()
            terms.end = try admissions.end(now: context.clock.now)
            terms.scopes = try admissions.target.scopes(in: requests.database).map(\.scope)
            terms.name = name
            terms.isImmediate = now
            try await requests.each(of: references) { reference in
                if dryRun {
                    let plan = try requests.review.plan(reference, terms, in: requests.database)
                    return context.note(try plan.words(in: requests.database))
                }
                let outcome = try await requests.review.accept(reference, terms, with: requests.writer)
                let request = outcome.request
                let account = outcome.isNewAccount ? "an account" : "more access"
                context.note(
                    "Accepted \(request.reference): \(outcome.account?.name ?? request.name) <\(request.email)> has "
                        + "\(account).")
                if !request.isAddressConfirmed {
                    context.note(
                        "The address of \(request.reference) is not confirmed: only a mail said it was from there. The "
                            + "mail goes to it and nowhere else.")
                }
                try await requests.finish(outcome)
            }
        }
    }

    struct Decline: Command {
        static let configuration = CommandConfiguration(
            abstract: "Decline requests with a friendly mail.",
            discussion: """
                EXAMPLES
                  nachlese request decline A-2026-0143
                  nachlese request decline A-2026-0143 \\
                      --reason "Die Folien sind nur für Teilnehmende bestimmt."

                The reason stands in the mail as it is written here, in the language of the person; the words around it are \
                those of 'nachlese mail wording show request-declined'. The mail waits for the minutes of the setting \
                'undo-minutes', in which 'nachlese request undo' takes it back.
                """)

        @Argument(help: "From the first column of 'nachlese request list'.", transform: AccessReference.read)
        var references: [AccessReference]
        @Option(help: "Why, in one or several sentences.")
        var reason: String?
        @Flag(help: "Mail at once; nothing can be taken back.")
        var now = false
        @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
        var dryRun = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("name at least one request by its reference") }
            guard reason?.utf8.count ?? 0 <= AccessMessage.maximumLength else {
                throw ValidationError("The reason is longer than \(AccessMessage.maximumLength) octets")
            }
        }

        func run(in context: CommandContext) async throws {
            let requests = try RequestDecisions(Workspace(data, context))
            let reason = AccessMessage(reason ?? "")
            try await requests.each(of: references) { reference in
                if dryRun {
                    let request = try AccessRequest.get(reference, in: requests.database)
                    guard request.state == .open else { throw AccessRequestError.decided(request) }
                    return context.note(
                        "Would decline \(reference) with a mail to \(request.email). Nothing was changed.")
                }
                let outcome = try await requests.review.decline(
                    reference, reason: reason, isImmediate: now, with: requests.writer)
                context.note("Declined \(reference) of \(outcome.request.name) <\(outcome.request.email)>.")
                try await requests.finish(outcome)
            }
        }
    }

    struct Undo: Command {
        static let configuration = CommandConfiguration(
            abstract: "Take decisions back while their mails wait: account, admission and mail.",
            discussion: """
                EXAMPLE
                  nachlese request undo A-2026-0143
                """)

        @Argument(help: "From the first column of 'nachlese request list --all'.", transform: AccessReference.read)
        var references: [AccessReference]
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("name at least one request by its reference") }
        }

        func run(in context: CommandContext) async throws {
            let requests = try RequestDecisions(Workspace(data, context))
            try await requests.each(of: references) { reference in
                let request = try await requests.review.undo(reference, with: requests.writer)
                context.note(
                    "\(request.reference) is open again; nothing of the decision is left, and nobody was written to.")
            }
        }
    }
}

/// What the deciding commands share: the use case, and telling what became of the mail.
private struct RequestDecisions {
    let review: AccessRequestReview
    /// For looking only.
    let database: Database
    private let mailing: MailingContext

    init(_ workspace: Workspace) throws {
        mailing = try MailingContext(workspace)
        database = try workspace.openForReading()
        review = AccessRequestReview(issuer: mailing.issuer)
    }

    var writer: Writer { mailing.writer }
    private var context: CommandContext { mailing.context }

    /// Goes through several requests, one after the other; what is wrong with one does not keep the others from it.
    ///
    /// - Throws: what is wrong with the only one, or that some were not done.
    func each(
        of references: [AccessReference], _ body: (AccessReference) async throws -> Void
    ) async throws {
        var seen: Set<AccessReference> = []
        let references = references.filter { seen.insert($0).inserted }
        var failures: [any CommandFailure] = []
        for reference in references {
            do {
                try await body(reference)
            } catch {
                guard references.count > 1, let failure = error as? any CommandFailure else { throw error }
                context.note("nachlese: \(failure.sentence)")
                failures.append(failure)
            }
        }
        guard let first = failures.first else { return }
        let isNoneDone =
            failures.count == references.count && failures.allSatisfy { $0.exitStatus == first.exitStatus }
        throw CommandError(
            isNoneDone ? first.exitStatus : .partly,
            "\(failures.count) of \(references.count) requests have a problem, see above")
    }

    /// Says until when the decision can be taken back, or hands its mail over.
    func finish(_ outcome: AccessRequestReview.Outcome) async throws {
        guard let end = outcome.undoableUntil else { return try await mailing.send(outcome.mail) }
        context.note(
            "The mail to \(outcome.mail.recipient) waits until \(end.local); until then "
                + "'nachlese request undo \(outcome.request.reference)' takes it all back. The running server hands it "
                + "over, 'nachlese mail retry \(outcome.mail.id)' does at once.")
    }
}

extension AccessRequestReview.Plan {
    fileprivate func words(in database: Database) throws -> String {
        let scopes = try scopes.map { scope in
            switch scope {
            case .module(let id): "module \(try Module.find(id, in: database).map { "\($0.slug)" } ?? "")"
            case .series(let id): "series \(try Series.find(id, in: database).map { "\($0.slug)" } ?? "")"
            }
        }
        let account = account == nil ? "a new account" : "its account"
        let end = end.map { "until \($0.local)" } ?? "without an end"
        let mail = needsPassword ? "with a new password" : "without a password"
        return
            "Would accept \(request.reference): \(request.email) gets \(account), \(scopes.joined(separator: ", ")) "
            + "\(end), and a mail \(mail). Nothing was changed."
    }
}

extension AccessRequestError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unknown, .gone: .notFound
        case .decided: .exists
        case .noModule: .usage
        case .damagedAddress, .undecided, .tooLate, .accountInUse: .failed
        }
    }

    var sentence: String {
        switch self {
        case .unknown(let reference):
            return "there is no request \(reference); 'nachlese request list --all' shows them all"
        case .gone: return "the request is gone; 'nachlese request list --all' shows what is left"
        case .damagedAddress(let reference):
            return "the stored address of \(reference) is no address: the database was changed from outside"
        case .decided(let request):
            let since = request.decidedAt.map { " at \($0.local)" } ?? ""
            return "\(request.reference) was \(request.state.rawValue) already\(since); nothing was changed"
        case .undecided(let reference): return "\(reference) is open; there is no decision to take back"
        case .noModule(let reference):
            return "\(reference) names no module; say to what with --module or --series: "
                + "nachlese request accept \(reference) --module MODULE"
        case .tooLate(let request, let end):
            let time = end.map { "; that was possible until \($0.local)" } ?? ""
            let remedy =
                request.state == .accepted
                ? "'nachlese account admit \(request.email) --module MODULE --withdraw' or "
                    + "'nachlese account revoke \(request.email)' ends the access"
                : "'nachlese account issue \(request.email)' gives access all the same"
            return "\(request.reference) cannot be taken back any more: its mail is on its way\(time); \(remedy)"
        case .accountInUse(let request):
            return
                "\(request.reference) cannot be taken back: its account was changed, or serves another request, since "
                + "then; 'nachlese account revoke \(request.email)' ends the access"
        }
    }
}
