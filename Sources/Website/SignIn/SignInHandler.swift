import Catalogue
import HTTP
import Logging
import Mail
import Members
import Networking
import Platform
import SQLite
import Secrets

extension Site {
    func signInPage(_ request: RequestContext) throws -> SiteResponse {
        let context = context(request)
        let next = ReturnTarget(request.query["next"])
        if request.session != nil { return Site.redirect(to: context.href(to: next ?? .account)) }
        let view = SignInView(next: next, email: Site.shortened(request.query["email"]))
        return page(.signIn(view, for: context), isPersonal: true, for: context)
    }

    func signIn(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = context(request)
        let password = form["password"] ?? ""
        var view = SignInView(
            next: ReturnTarget(form["next"]), email: Site.shortened(form["email"]),
            isRemembered: form["remember"] != nil, kept: DetailsForm(kept: form))
        let texts = context.signInTexts
        if view.email.isEmpty { view.problems.append(("email", texts.noEmail)) }
        if password.isEmpty { view.problems.append(("password", texts.noPassword)) }
        if password.utf8.count > SignIn.maximumPasswordLength {
            view.problems.append(("password", texts.passwordTooLong))
        }
        guard view.problems.isEmpty else { return signInPage(again: view, .unprocessableContent, context) }

        let network = request.client.network.description
        let outcome = try await services.signIn.attempt(
            .init(
                email: view.email, password: Secret(password), network: network,
                isNetworkShared: request.isNetworkShared, isRemembered: view.isRemembered),
            reading: database)
        switch outcome {
        case .signedIn(let token, let account, let credential):
            services.logger.notice(
                "signed in",
                metadata: ["account": "\(account.id)", "with": "\(credential.rawValue)", "network": "\(network)"])
            return try await welcome(account, token, credential, view, request)
        case .wrong:
            services.logger.notice("sign-in failed", metadata: ["network": "\(network)"])
            view.problems = [("password", texts.wrong)]
            view.advice = texts.wrongAdvice
            return signInPage(again: view, .unprocessableContent, context)
        case .throttled(let seconds):
            services.logger.warning(
                "sign-in throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.throttled(seconds))]
            view.advice = texts.throttledAdvice
            return signInPage(again: view, .tooManyRequests, retryAfter: seconds, context)
        case .busy:
            view.problems = [(nil, texts.busy)]
            return signInPage(again: view, .serviceUnavailable, retryAfter: 5, context)
        }
    }

    func signOut(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = context(request)
        var answer = Site.redirect(
            to: context.href(Link(.start, [("notice", Notice.signedOut.rawValue)])))
        guard let session = request.session else { return answer }
        try check(form, session)
        let digest = session.session.digest
        try await services.writer.write { try Session.end(digest, in: $0) }
        services.logger.notice("signed out", metadata: ["account": "\(session.session.account.id)"])
        answer.response.append(.setCookie, try services.cookie.clear())
        // A browser may keep whole pages for its back button, also some that it was told not to store.
        answer.response.set(.clearSiteData, "\"cache\"")
        return answer
    }

    /// Makes sure that a form was made for this session.
    func check(_ form: Form, _ session: SignedInSession) throws {
        guard session.formToken.matches(form[FormToken.field]) else { throw SiteError.staleForm }
    }

    /// Hands out the session and leads on: to what was asked for, by way of the offer of an own password.
    private func welcome(
        _ account: Account, _ token: SessionToken, _ credential: Credential.Kind, _ view: SignInView,
        _ request: RequestContext
    ) async throws -> SiteResponse {
        if let former = request.session?.session.digest {
            try await services.writer.write { try Session.end(former, in: $0) }
        }
        var answer = try goOn(account, token, credential, view, request)
        answer.response.append(
            .setCookie, try services.cookie.set(token, isRemembered: view.isRemembered))
        return answer
    }

    /// The form that was interrupted, with what was typed, or the way to what was asked for.
    private func goOn(
        _ account: Account, _ token: SessionToken, _ credential: Credential.Kind, _ view: SignInView,
        _ request: RequestContext
    ) throws -> SiteResponse {
        if let kept = view.kept,
            let session = try Session.find(token.digest, now: request.now, in: database)
        {
            var request = request
            request.session = SignedInSession(session: session, token: token)
            if request.session?.mustChoosePassword(services.settings) == false {
                return try accountPage(request, details: kept)
            }
        }
        let context = context(request)
        let next = try view.next ?? firstPage(of: account)
        if case .accountPassword = next { return Site.redirect(to: context.href(to: next)) }
        let offer = ReturnTarget.accountPassword(then: next)
        return Site.redirect(to: context.href(to: credential == .initial ? offer : next))
    }

    /// Where somebody goes who asked for nothing in particular: the one module they were admitted to, or the list.
    private func firstPage(of account: Account) throws -> ReturnTarget {
        let modules = try Admission.modules(of: account.id, now: services.clock.now, in: database)
        return modules.count == 1 ? .module(modules[0].slug, file: nil) : .account
    }

    private func signInPage(
        again view: SignInView, _ status: Status, retryAfter seconds: Int64? = nil, _ context: PageContext
    ) -> SiteResponse {
        var answer = page(.signIn(view, for: context), status, for: context)
        if let seconds { answer.response.set(.retryAfter, String(seconds)) }
        return answer
    }

    /// As much of a typed address as an address can have.
    static func shortened(_ email: String?) -> String {
        guard let email else { return "" }
        return email.utf8.count <= 320 ? email : String(email.unicodeScalars.prefix(320))
    }
}
