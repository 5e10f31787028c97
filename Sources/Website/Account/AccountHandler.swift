import Catalogue
import HTTP
import Logging
import Mail
import Members
import Nachlese
import Platform
import SQLite
import Secrets

extension Site {
    /// The account page; `details` stand in its form in the place of what is stored.
    func accountPage(
        _ request: RequestContext, details: DetailsForm? = nil, _ status: Status = .ok
    ) throws -> SiteResponse {
        let session = try member(request, at: .account)
        let context = context(request)
        return try database.snapshot {
            let account = session.session.account.id
            let list = try moduleList(for: context)
            let member = try Member(context, in: database)
            let modules = try member?.admitted(to: list.modules, database) ?? []
            let tallies = try member?.tallies(of: modules, database) ?? [:]
            let admitted = Set(modules.map(\.heading.id))
            let sessions = try Session.count(of: account, now: request.now, in: database)
            let view = AccountView(
                modules: list.rows { admitted.contains($0.id) }, otherSessions: max(0, sessions - 1),
                details: details ?? DetailsForm(session.session.account))
            var written = WrittenOnce<ModuleProgress>()
            return page(.account(view, of: session, for: context), status, for: context) { gap in
                guard case .tally(let module) = gap, let tally = tallies[module] else { return nil }
                return written.html(tally) { $0.html(context) }
            }
        }
    }

    /// Stores what a member says of themselves.
    ///
    /// When their session is over, or is another one by now, nothing that they typed is lost: it is on the sign-in page
    /// or in the form again.
    func changeDetails(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        var details = DetailsForm(form)
        let context = context(request)
        guard request.session != nil else {
            let view = SignInView(next: .account, kept: details)
            return page(.signIn(view, for: context), .forbidden, for: context)
        }
        let session = try member(request, at: .account)
        guard session.formToken.matches(form[FormToken.field]) else {
            details.problems = [(nil, context.accountTexts.stale)]
            return try accountPage(request, details: details, .forbidden)
        }
        guard let checked = details.check(context.accountTexts) else {
            return try accountPage(request, details: details, .unprocessableContent)
        }
        let account = session.session.account.id
        let language = details.language
        try await services.writer.write { transaction in
            try Account.correct(
                account, name: checked.name, organisation: checked.organisation, language: language, in: transaction)
        }
        services.logger.notice("details changed by their owner", metadata: ["account": "\(account)"])
        return Site.redirect(to: context.href(Link(.account, [("notice", Notice.detailsSaved.rawValue)])))
    }

    func passwordPage(_ request: RequestContext) throws -> SiteResponse {
        let next = ReturnTarget(request.query["next"])
        guard let session = request.session else {
            throw SiteError.signInNeeded(next: ReturnTarget.accountPassword(then: next).parameter)
        }
        let context = context(request)
        return page(.password(for: session, next: next, context: context), for: context)
    }

    func choosePassword(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let next = ReturnTarget(form["next"])
        // Nobody keeps a password for those who are not signed in: they are told to type it once more.
        let signInNeeded = SiteError.signInNeeded(
            next: ReturnTarget.accountPassword(then: next).parameter, notice: .passwordNotSet)
        guard let session = request.session else { throw signInNeeded }
        let context = context(request)
        guard session.formToken.matches(form[FormToken.field]) else {
            return page(
                .password(for: session, next: next, problems: [context.passwordTexts.stale], context: context), .forbidden,
                for: context)
        }
        let password = Secret(form["new_password"] ?? "")
        let problems = problems(with: password, of: session.session.account, context)
        guard problems.isEmpty else {
            return page(
                .password(for: session, next: next, problems: problems, context: context), .unprocessableContent,
                for: context)
        }
        func later(_ status: Status) -> SiteResponse {
            var answer = page(
                .password(for: session, next: next, problems: [context.passwordTexts.busy], context: context), status,
                for: context)
            answer.response.set(.retryAfter, "5")
            return answer
        }
        let account = session.session.account.id
        guard services.choosing.withLock({ $0.insert(account).inserted }) else { return later(.tooManyRequests) }
        defer { services.choosing.withLock { _ = $0.remove(account) } }
        let hash: PasswordHash
        do {
            hash = try await services.hasher.hash(password)
        } catch PasswordHasher.Failure.busy {
            return later(.serviceUnavailable)
        }
        guard let token = try await store(hash, for: session) else {
            throw signInNeeded
        }
        services.logger.notice("own password set", metadata: ["account": "\(session.session.account.id)"])
        var link = Link(next ?? .account)
        link.add("notice", Notice.passwordSet.rawValue)
        var answer = Site.redirect(to: context.href(link))
        answer.response.append(
            .setCookie, try services.cookie.set(token, isRemembered: session.session.isRemembered))
        return answer
    }

    func endOtherSessions(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        guard request.session != nil else {
            throw SiteError.signInNeeded(next: ReturnTarget.account.parameter, notice: .sessionsNotEnded)
        }
        let session = try member(request, at: .account)
        try check(form, session)
        let account = session.session.account.id
        let digest = session.session.digest
        let ended = try await services.writer.write { try Session.endAll(of: account, except: digest, in: $0) }
        services.logger.notice("other sessions ended", metadata: ["account": "\(account)", "sessions": "\(ended)"])
        return Site.redirect(
            to: context(request).href(Link(.account, [("notice", Notice.sessionsEnded.rawValue)])))
    }

    /// Who is signed in and may act as a member.
    private func member(_ request: RequestContext, at place: ReturnTarget) throws -> SignedInSession {
        guard let session = request.session else { throw SiteError.signInNeeded(next: place.parameter) }
        guard !session.mustChoosePassword(services.settings) else { throw SiteError.ownPasswordNeeded(next: place) }
        return session
    }

    private func problems(with password: Secret, of account: Account, _ context: PageContext) -> [String] {
        let texts = context.passwordTexts
        guard password.octetCount > 0 else { return [texts.missing] }
        var problems: [String] = []
        for objection in services.policy.objections(
            to: password, userName: account.name, eMail: account.email.wire)
        {
            let text = texts.objection(objection)
            if !problems.contains(text) { problems.append(text) }
        }
        return problems
    }

    /// Puts the password in the place of all others, ends every session and begins a new one in this one's place; its
    /// owner is told by mail.
    ///
    /// - Returns: nil when the session was ended meanwhile.
    private func store(_ hash: PasswordHash, for session: SignedInSession) async throws -> SessionToken? {
        let clock = services.clock
        let digest = session.session.digest
        let mailer = services.mailer
        return try await services.writer.write { transaction in
            let now = clock.now
            guard let current = try Session.find(digest, now: now, in: transaction.database) else { return nil }
            try Credential.setOwn(hash, of: current.account.id, now: now, in: transaction)
            try mailer.post(.passwordChanged, to: current.account, in: transaction)
            _ = try Session.endAll(of: current.account.id, in: transaction)
            return try Session.begin(
                for: current.account.id, credential: .own, isRemembered: current.isRemembered, now: now,
                in: transaction)
        }
    }
}
