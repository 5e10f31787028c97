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
        _ exchange: Exchange, details: DetailsForm? = nil, _ status: Status = .ok
    ) throws -> Answer {
        let session = try member(exchange, at: .account)
        let visit = visit(exchange)
        return try database.snapshot {
            let account = session.session.account.id
            let list = try moduleList(for: visit)
            let member = try Member(visit, in: database)
            let modules = try member?.admitted(to: list.modules, database) ?? []
            let tallies = try member?.tallies(of: modules, database) ?? [:]
            let admitted = Set(modules.map(\.heading.id))
            let sessions = try Session.count(of: account, now: exchange.now, in: database)
            let view = AccountView(
                modules: list.rows { admitted.contains($0.id) }, otherSessions: max(0, sessions - 1),
                details: details ?? DetailsForm(session.session.account))
            var written = WrittenOnce<ModuleTally>()
            return page(.account(view, of: session, for: visit), status, for: visit) { gap in
                guard case .tally(let module) = gap, let tally = tallies[module] else { return nil }
                return written.html(tally) { $0.html(visit) }
            }
        }
    }

    /// Stores what a member says of themselves.
    ///
    /// When their session is over, or is another one by now, nothing that they typed is lost: it is on the sign-in page
    /// or in the form again.
    func changeDetails(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        var details = DetailsForm(form)
        let visit = visit(exchange)
        guard exchange.session != nil else {
            let view = SignInView(next: .account, kept: details)
            return page(.signIn(view, for: visit), .forbidden, for: visit)
        }
        let session = try member(exchange, at: .account)
        guard session.formToken.matches(form[FormToken.field]) else {
            details.problems = [(nil, visit.texts.account.stale)]
            return try accountPage(exchange, details: details, .forbidden)
        }
        guard let checked = details.check(visit.texts.account) else {
            return try accountPage(exchange, details: details, .unprocessableContent)
        }
        let account = session.session.account.id
        let language = details.language
        try await context.writer.write { transaction in
            try Account.correct(
                account, name: checked.name, organisation: checked.organisation, language: language, in: transaction)
        }
        context.logger.notice("details changed by their owner", metadata: ["account": "\(account)"])
        return Site.redirect(to: visit.href(Link(.account, [("notice", Notice.detailsSaved.rawValue)])))
    }

    func passwordPage(_ exchange: Exchange) throws -> Answer {
        let next = Destination(exchange.query["next"])
        guard let session = exchange.session else {
            throw Refusal.signInNeeded(next: Destination.accountPassword(then: next).parameter)
        }
        let visit = visit(exchange)
        return page(.password(for: session, next: next, visit: visit), for: visit)
    }

    func choosePassword(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        let next = Destination(form["next"])
        // Nobody keeps a password for those who are not signed in: they are told to type it once more.
        let signInNeeded = Refusal.signInNeeded(
            next: Destination.accountPassword(then: next).parameter, notice: .passwordNotSet)
        guard let session = exchange.session else { throw signInNeeded }
        let visit = visit(exchange)
        guard session.formToken.matches(form[FormToken.field]) else {
            return page(
                .password(for: session, next: next, problems: [visit.texts.password.stale], visit: visit), .forbidden,
                for: visit)
        }
        let password = Secret(form["new_password"] ?? "")
        let problems = problems(with: password, of: session.session.account, visit)
        guard problems.isEmpty else {
            return page(
                .password(for: session, next: next, problems: problems, visit: visit), .unprocessableContent,
                for: visit)
        }
        func later(_ status: Status) -> Answer {
            var answer = page(
                .password(for: session, next: next, problems: [visit.texts.password.busy], visit: visit), status,
                for: visit)
            answer.response.set(.retryAfter, "5")
            return answer
        }
        let account = session.session.account.id
        guard context.choosing.withLock({ $0.insert(account).inserted }) else { return later(.tooManyRequests) }
        defer { context.choosing.withLock { _ = $0.remove(account) } }
        let hash: PasswordHash
        do {
            hash = try await context.hasher.hash(password)
        } catch PasswordHasher.Failure.busy {
            return later(.serviceUnavailable)
        }
        guard let token = try await store(hash, for: session) else {
            throw signInNeeded
        }
        context.logger.notice("own password set", metadata: ["account": "\(session.session.account.id)"])
        var link = Link(next ?? .account)
        link.add("notice", Notice.passwordSet.rawValue)
        var answer = Site.redirect(to: visit.href(link))
        answer.response.append(
            .setCookie, try context.cookie.set(token, isRemembered: session.session.isRemembered))
        return answer
    }

    func endOtherSessions(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        guard exchange.session != nil else {
            throw Refusal.signInNeeded(next: Destination.account.parameter, notice: .sessionsNotEnded)
        }
        let session = try member(exchange, at: .account)
        try check(form, session)
        let account = session.session.account.id
        let digest = session.session.digest
        let ended = try await context.writer.write { try Session.endAll(of: account, except: digest, in: $0) }
        context.logger.notice("other sessions ended", metadata: ["account": "\(account)", "sessions": "\(ended)"])
        return Site.redirect(
            to: visit(exchange).href(Link(.account, [("notice", Notice.sessionsEnded.rawValue)])))
    }

    /// Who is signed in and may act as a member.
    private func member(_ exchange: Exchange, at place: Destination) throws -> SignedInSession {
        guard let session = exchange.session else { throw Refusal.signInNeeded(next: place.parameter) }
        guard !session.mustChoosePassword(context.settings) else { throw Refusal.ownPasswordNeeded(next: place) }
        return session
    }

    private func problems(with password: Secret, of account: Account, _ visit: Visit) -> [String] {
        let texts = visit.texts.password
        guard password.byteCount > 0 else { return [texts.missing] }
        var problems: [String] = []
        for objection in context.policy.objections(
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
        let clock = context.clock
        let digest = session.session.digest
        let mailer = context.mailer
        return try await context.writer.write { transaction in
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
