import Catalogue
import HTTP
import Logging
import Mail
import Members
import Nachlese
import Networking
import Platform
import Secrets

/// Signs people in and out.
struct SignInHandler {
    let signIn: SignIn
    let selfService: AccountSelfService
    let account: AccountHandler
    let reader: StoreReader
    let renderer: PageRenderer
    let cookie: SessionCookie
    let clock: WallClock
    let logger: Logger

    func page(_ request: RequestContext) throws -> SiteResponse {
        let context = renderer.context(request)
        let next = request.query.next
        if request.session != nil { return .redirect(to: context.href(to: next ?? .account)) }
        let view = SignInView(next: next, email: request.query.typedAddress("email"))
        return renderer.page(.signIn(view, for: context), isPersonal: true, for: context)
    }

    /// The page for whoever sent a form when their session was over: what they typed is kept.
    func page(keeping form: Form, _ request: RequestContext) -> SiteResponse {
        let context = renderer.context(request)
        let view = SignInView(next: .account, kept: DetailsForm(form))
        return renderer.page(.signIn(view, for: context), .forbidden, for: context)
    }

    func signIn(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = renderer.context(request)
        let password = form["password"] ?? ""
        var view = SignInView(
            next: form.next, email: form.typedAddress("email"), isRemembered: form["remember"] != nil,
            kept: DetailsForm(kept: form))
        let texts = context.signInTexts
        if view.email.isEmpty { view.problems.append(("email", texts.noEmail)) }
        if password.isEmpty { view.problems.append(("password", texts.noPassword)) }
        if password.utf8.count > SignIn.maximumPasswordLength {
            view.problems.append(("password", texts.passwordTooLong))
        }
        guard view.problems.isEmpty else { return page(again: view, .unprocessableContent, context) }

        let network = request.client.network.description
        let outcome = try await signIn.attempt(
            .init(
                email: view.email, password: Secret(password), network: network,
                isNetworkShared: request.isNetworkShared, isRemembered: view.isRemembered,
                former: request.session?.session),
            reading: reader.database)
        switch outcome {
        case .signedIn(let token, let account, let credential):
            logger.notice(
                "signed in",
                metadata: ["account": "\(account.id)", "with": "\(credential.rawValue)", "network": "\(network)"])
            var answer = try goOn(account, token, credential, view, request)
            answer.response.append(.setCookie, try cookie.set(token, isRemembered: view.isRemembered))
            return answer
        case .wrong:
            logger.notice("sign-in failed", metadata: ["network": "\(network)"])
            view.problems = [("password", texts.wrong)]
            view.advice = texts.wrongAdvice
            return page(again: view, .unprocessableContent, context)
        case .throttled(let seconds):
            logger.warning("sign-in throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.throttled(seconds))]
            view.advice = texts.throttledAdvice
            return page(again: view, .tooManyRequests, retryAfter: seconds, context)
        case .busy:
            view.problems = [(nil, texts.busy)]
            return page(again: view, .serviceUnavailable, retryAfter: 5, context)
        }
    }

    func signOut(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = renderer.context(request)
        var answer = SiteResponse.redirect(
            to: context.href(Link(.start, [("notice", Notice.signedOut.rawValue)])))
        guard let session = request.session else { return answer }
        try session.check(form)
        try await selfService.signOut(session.session)
        logger.notice("signed out", metadata: ["account": "\(session.session.account.id)"])
        answer.response.append(.setCookie, try cookie.clear())
        // A browser may keep whole pages for its back button, also some that it was told not to store.
        answer.response.set(.clearSiteData, "\"cache\"")
        return answer
    }

    /// The form that was interrupted, with what was typed, or the way to what was asked for, by way of the offer of an
    /// own password.
    private func goOn(
        _ account: Account, _ token: SessionToken, _ credential: Credential.Kind, _ view: SignInView,
        _ request: RequestContext
    ) throws -> SiteResponse {
        if let kept = view.kept,
            let session = try Session.find(token.digest, now: request.now, in: reader.database)
        {
            let session = SignedInSession(session: session, token: token)
            if !session.mustChoosePassword(renderer.settings) {
                var request = request
                request.session = session
                return try self.account.page(request, details: kept)
            }
        }
        let context = renderer.context(request)
        let next = try view.next ?? firstPage(of: account)
        if case .accountPassword = next { return .redirect(to: context.href(to: next)) }
        let offer = ReturnTarget.accountPassword(then: next)
        return .redirect(to: context.href(to: credential == .initial ? offer : next))
    }

    /// Where somebody goes who asked for nothing in particular: the one module they were admitted to, or the list.
    private func firstPage(of account: Account) throws -> ReturnTarget {
        let modules = try Admission.modules(of: account.id, now: clock.now, in: reader.database)
        return modules.count == 1 ? .module(modules[0].slug, file: nil) : .account
    }

    private func page(
        again view: SignInView, _ status: Status, retryAfter seconds: Int64? = nil, _ context: PageContext
    ) -> SiteResponse {
        renderer.page(.signIn(view, for: context), status, retryAfter: seconds, for: context)
    }
}
