import Catalogue
import HTTP
import Logging
import Members
import Nachlese
import Secrets

/// Shows members their account, and takes what they change.
struct AccountHandler {
    let selfService: AccountSelfService
    let listing: ModuleListing
    let cookie: SessionCookie
    let logger: Logger

    private var renderer: PageRenderer { listing.renderer }

    /// The account page; `details` stand in its form in the place of what is stored.
    func page(
        _ request: RequestContext, details: DetailsForm? = nil, _ status: Status = .ok
    ) throws -> SiteResponse {
        let session = try request.member(at: .account, renderer.settings)
        let context = renderer.context(request)
        let reader = listing.reader
        return try reader.snapshot {
            let list = try listing.list(for: context)
            let progress = try MemberProgress(context, reader)
            let modules = try progress?.admitted(to: list.modules) ?? []
            let tallies = try progress?.tallies(of: modules) ?? [:]
            let admitted = Set(modules.map(\.heading.id))
            let sessions = try Session.count(
                of: session.session.account.id, now: request.now, in: reader.database)
            let view = AccountView(
                modules: list.rows { admitted.contains($0.id) }, otherSessions: max(0, sessions - 1),
                details: details ?? DetailsForm(session.session.account))
            return renderer.page(
                .account(view, of: session, for: context), status, for: context, content: tallies.content(context))
        }
    }

    /// Stores what a member says of themselves.
    ///
    /// When their session is over, or is another one by now, nothing that they typed is lost: it is on the sign-in page
    /// or in the form again.
    func changeDetails(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        guard request.session != nil else { throw SiteError.sessionOver(form) }
        let session = try request.member(at: .account, renderer.settings)
        let context = renderer.context(request)
        var details = DetailsForm(form)
        guard session.isSource(of: form) else {
            details.problems = [(nil, context.accountTexts.stale)]
            return try page(request, details: details, .forbidden)
        }
        guard let checked = details.check(context.accountTexts) else {
            return try page(request, details: details, .unprocessableContent)
        }
        let account = session.session.account.id
        try await selfService.correct(
            account, name: checked.name, organisation: checked.organisation, language: details.language)
        logger.notice("details changed by their owner", metadata: ["account": "\(account)"])
        return .redirect(to: context.href(Link(.account, [("notice", Notice.detailsSaved.rawValue)])))
    }

    func passwordPage(_ request: RequestContext) throws -> SiteResponse {
        let next = request.query.next
        guard let session = request.session else {
            throw SiteError.signInNeeded(next: ReturnTarget.accountPassword(then: next).parameter)
        }
        let context = renderer.context(request)
        return renderer.page(.password(for: session, next: next, context: context), for: context)
    }

    func choosePassword(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let next = form.next
        // Nobody keeps a password for those who are not signed in: they are told to type it once more.
        let signInNeeded = SiteError.signInNeeded(
            next: ReturnTarget.accountPassword(then: next).parameter, notice: .passwordNotSet)
        guard let session = request.session else { throw signInNeeded }
        let context = renderer.context(request)
        let texts = context.passwordTexts
        func again(_ problems: [String], _ status: Status, retryAfter: Int64? = nil) -> SiteResponse {
            renderer.page(
                .password(for: session, next: next, problems: problems, context: context), status,
                retryAfter: retryAfter, for: context)
        }
        guard session.isSource(of: form) else { return again([texts.stale], .forbidden) }
        let password = Secret(form["new_password"] ?? "")
        let problems = problems(with: password, of: session.session.account, texts)
        guard problems.isEmpty else { return again(problems, .unprocessableContent) }
        switch try await selfService.choose(password, in: session.session) {
        case .inProgress: return again([texts.busy], .tooManyRequests, retryAfter: 5)
        case .busy: return again([texts.busy], .serviceUnavailable, retryAfter: 5)
        case .sessionOver: throw signInNeeded
        case .chosen(let token):
            logger.notice("own password set", metadata: ["account": "\(session.session.account.id)"])
            var link = Link(next ?? .account)
            link.add("notice", Notice.passwordSet.rawValue)
            var answer = SiteResponse.redirect(to: context.href(link))
            answer.response.append(
                .setCookie, try cookie.set(token, isRemembered: session.session.isRemembered))
            return answer
        }
    }

    func endOtherSessions(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        guard request.session != nil else {
            throw SiteError.signInNeeded(next: ReturnTarget.account.parameter, notice: .sessionsNotEnded)
        }
        let session = try request.member(at: .account, renderer.settings)
        try session.check(form)
        let ended = try await selfService.endOtherSessions(than: session.session)
        logger.notice(
            "other sessions ended",
            metadata: ["account": "\(session.session.account.id)", "sessions": "\(ended)"])
        let link = Link(.account, [("notice", Notice.sessionsEnded.rawValue)])
        return .redirect(to: renderer.context(request).href(link))
    }

    private func problems(with password: Secret, of account: Account, _ texts: PasswordTexts) -> [String] {
        guard password.byteCount > 0 else { return [texts.missing] }
        var problems: [String] = []
        for objection in selfService.objections(to: password, of: account) {
            let text = texts.objection(objection)
            if !problems.contains(text) { problems.append(text) }
        }
        return problems
    }
}
