import ArgumentParser
import Nachlese
import SQLite

/// Everything about requests for access.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Decide on requests for access, and take them in by mail.",
        subcommands: [List.self, Show.self, Accept.self, Decline.self, Undo.self, Intake.self])
}

extension RequestCommand {
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept requests: make the account with its admission, and mail the credentials.",
            discussion: """
                EXAMPLES
                  nachlese request accept A-2026-0143
                  nachlese request accept A-2026-0143 A-2026-0144 --module 2017-iv
                  nachlese request accept A-2026-0145 --series sozialplanung \\
                      --until 2027-06-30
                  nachlese request accept A-2026-0146 --dry-run

                Without --module or --series the admission is to the module of the request. Without --until that of a
                guest (door 'slides') ends after the days that the setting 'guest-days' says, any other does not.

                Who has an account gets the admission, and a new password only where none works. The mail waits for the
                minutes of the setting 'undo-minutes', in which 'nachlese request undo' takes everything back.

                Credentials go to the address of the request and nowhere else. Of a request that came by mail nobody has
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
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
            guard name == nil || references.count == 1 else {
                throw ValidationError("--name is for one request at a time")
            }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            var terms = AccessDesk.Terms()
            terms.end = try admissions.end(now: desk.workspace.clock.now)
            terms.scopes = try admissions.scopes(in: desk.database).map(\.scope)
            terms.name = name
            terms.isImmediate = now
            try await RequestRun.each(of: references) { reference in
                if dryRun {
                    Output.note(try words(for: try desk.desk.plan(reference, terms, in: desk.database), desk.database))
                } else {
                    let outcome = try await desk.desk.accept(reference, terms, with: desk.database)
                    tell(outcome)
                    try await desk.finish(outcome)
                }
            }
        }

        private func tell(_ outcome: AccessDesk.Outcome) {
            let request = outcome.request
            let account = outcome.isNewAccount ? "an account" : "more access"
            Output.note(
                "Accepted \(request.reference): \(outcome.account?.name ?? request.name) <\(request.email)> has \(account)."
            )
            if !request.isAddressConfirmed {
                Output.note(
                    "The address of \(request.reference) is not confirmed: only a mail said it was from there. The mail "
                        + "goes to it and nowhere else.")
            }
        }

        private func words(for plan: AccessDesk.Plan, _ database: Database) throws -> String {
            let scopes = try plan.scopes.map { scope in
                switch scope {
                case .module(let id): "module \(try Module.find(id, in: database).map { "\($0.slug)" } ?? "")"
                case .series(let id): "series \(try Series.find(id, in: database).map { "\($0.slug)" } ?? "")"
                }
            }
            let account = plan.account == nil ? "a new account" : "its account"
            let end = plan.end.map { "until \($0.local)" } ?? "without an end"
            let mail = plan.needsPassword ? "with a new password" : "without a password"
            return
                "Would accept \(plan.request.reference): \(plan.request.email) gets \(account), \(scopes.joined(separator: ", ")) "
                + "\(end), and a mail \(mail). Nothing was changed."
        }
    }

    struct Decline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decline requests with a friendly mail.",
            discussion: """
                EXAMPLES
                  nachlese request decline A-2026-0143
                  nachlese request decline A-2026-0143 \\
                      --reason "Die Folien sind nur für Teilnehmende bestimmt."

                The reason stands in the mail as it is written here, in the language of the person; the words around it are
                those of 'nachlese mail wording show request-declined'. The mail waits for the minutes of the setting
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
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
            guard reason?.utf8.count ?? 0 <= AccessMessage.maximumLength else {
                throw ValidationError("The reason is longer than \(AccessMessage.maximumLength) octets")
            }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            let reason = AccessMessage(reason ?? "")
            try await RequestRun.each(of: references) { reference in
                if dryRun {
                    let request = try AccessRequest.get(reference, in: desk.database)
                    guard request.state == .open else { throw AccessRequestError.decided(request) }
                    return Output.note(
                        "Would decline \(reference) with a mail to \(request.email). Nothing was changed.")
                }
                let outcome = try desk.database.transaction { transaction in
                    try desk.desk.decline(reference, reason: reason, isImmediate: now, in: transaction)
                }
                Output.note("Declined \(reference) of \(outcome.request.name) <\(outcome.request.email)>.")
                try await desk.finish(outcome)
            }
        }
    }

    struct Undo: AsyncParsableCommand {
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
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            try await RequestRun.each(of: references) { reference in
                let request = try desk.database.transaction { try desk.desk.undo(reference, in: $0) }
                Output.note(
                    "\(request.reference) is open again; nothing of the decision is left, and nobody was written to.")
            }
        }
    }
}

/// What the deciding commands share: the desk, and telling what became of the mail.
struct RequestDesk {
    let workspace: Workspace
    let database: Database
    let credentials: CredentialDesk
    let desk: AccessDesk

    init(_ data: DataOptions) throws {
        workspace = try Workspace(data)
        database = try workspace.openForWriting()
        credentials = try CredentialDesk(workspace, database: database)
        desk = AccessDesk(issuance: credentials.issuance)
    }

    /// Says until when the decision can be taken back, or hands its mail over.
    func finish(_ outcome: AccessDesk.Outcome) async throws {
        guard let end = outcome.undoableUntil else { return try await credentials.send(outcome.mail) }
        Output.note(
            "The mail to \(outcome.mail.recipient) waits until \(end.local); until then "
                + "'nachlese request undo \(outcome.request.reference)' takes it all back. The running server hands it over, "
                + "'nachlese mail retry \(outcome.mail.id)' does at once.")
    }
}

/// Goes through several requests, one after the other, each for itself.
enum RequestRun {
    /// Does it for each; what is wrong with one does not keep the others from it.
    ///
    /// - Throws: the complaint about the only one, or one that some were not done.
    static func each(
        of references: [AccessReference], _ body: (AccessReference) async throws -> Void
    ) async throws {
        var seen: Set<AccessReference> = []
        let references = references.filter { seen.insert($0).inserted }
        var failures: [Complaint] = []
        for reference in references {
            do {
                try await body(reference)
            } catch {
                guard let complaint = Complaint(of: error) else { throw error }
                if references.count == 1 { throw complaint }
                Output.note("nachlese: \(complaint.message)")
                failures.append(complaint)
            }
        }
        guard let first = failures.first else { return }
        let isNoneDone = failures.count == references.count && failures.allSatisfy { $0.status == first.status }
        throw Complaint(
            isNoneDone ? first.status : .partly,
            "\(failures.count) of \(references.count) requests have a problem, see above")
    }
}

extension Complaint {
    /// About a request for access.
    init(_ error: AccessRequestError) {
        switch error {
        case .unknown(let reference):
            self.init(.notFound, "there is no request \(reference); 'nachlese request list --all' shows them all")
        case .gone: self.init(.notFound, "the request is gone; 'nachlese request list --all' shows what is left")
        case .damagedAddress(let reference):
            self.init(
                .failed, "the stored address of \(reference) is no address: the database was changed from outside")
        case .decided(let request):
            let since = request.decidedAt.map { " at \($0.local)" } ?? ""
            self.init(
                .exists, "\(request.reference) was \(request.state.rawValue) already\(since); nothing was changed")
        case .undecided(let reference):
            self.init(.failed, "\(reference) is open; there is no decision to take back")
        case .noModule(let reference):
            self.init(
                .usage,
                "\(reference) names no module; say to what with --module or --series: "
                    + "nachlese request accept \(reference) --module MODULE")
        case .tooLate(let request, let end):
            let time = end.map { "; that was possible until \($0.local)" } ?? ""
            let remedy =
                request.state == .accepted
                ? "'nachlese account admit \(request.email) --module MODULE --withdraw' or "
                    + "'nachlese account revoke \(request.email)' ends the access"
                : "'nachlese account issue \(request.email)' gives access all the same"
            self.init(
                .failed, "\(request.reference) cannot be taken back any more: its mail is on its way\(time); \(remedy)")
        case .accountInUse(let request):
            self.init(
                .failed,
                "\(request.reference) cannot be taken back: its account was changed, or serves another request, since "
                    + "then; 'nachlese account revoke \(request.email)' ends the access")
        }
    }
}
