import Catalogue
import Codecs
import HTTP
import Logging
import Mail
import Members
import Nachlese
import Networking
import Secrets

/// Takes requests for access, and the codes with which people confirm their address.
struct AccessRequestHandler {
    let requests: AccessRequestSubmission
    let listing: ModuleListing
    let key: SealingKey
    let logger: Logger

    private var renderer: PageRenderer { listing.renderer }

    /// The page on which people without access ask for it.
    func page(_ request: RequestContext) throws -> SiteResponse {
        let context = renderer.context(request)
        var view = AccessView(query: request.query)
        try addChoices(to: &view, context)
        return try page(asking: view, for: context)
    }

    /// Takes what was typed there.
    ///
    /// No account is looked at, so that no part of the answer and no moment of its time depends on whether the address
    /// has one.
    func submit(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = renderer.context(request)
        let texts = context.accessRequestTexts
        var view = AccessView(form: form)
        try addChoices(to: &view, context)
        if let session = request.session { return try await askForMore(form, view, session, context) }
        let network = request.client.network.description
        // What a script has worked out goes on to count when something else was wrong.
        if let stamp = form["stamp"].flatMap({ requests.stamp($0) }) {
            view.stamp = stamp
            view.proof = form["proof"].flatMap { ProofOfWork.holds($0, for: stamp) ? $0 : nil } ?? ""
        }
        if form[Page.accessTrap]?.isEmpty == false {
            logger.notice("a request for access filled in the trap", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.trapFilled)]
        }
        let draft = accessDraft(&view, context)
        guard let draft, view.problems.isEmpty else {
            return try page(asking: view, for: context, .unprocessableContent)
        }
        let outcome = try await requests.submit(
            draft, stamp: view.stamp?.text ?? "", proof: view.proof, from: request.requester(key: key))
        switch outcome {
        case .noted:
            logger.notice("access asked for", metadata: ["network": "\(network)"])
            return .redirect(to: context.href(Link(.accessConfirm, [("sent", "")])))
        case .stale:
            view.stamp = nil
            view.proof = ""
            view.problems = [(nil, texts.stale)]
            return try page(asking: view, for: context, .unprocessableContent)
        case .early(let seconds):
            view.problems = [(nil, texts.early(seconds))]
            return try page(asking: view, for: context, .tooManyRequests, retryAfter: seconds)
        case .throttled(let seconds):
            logger.warning(
                "requests for access throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.throttled(seconds))]
            return try page(asking: view, for: context, .tooManyRequests, retryAfter: seconds)
        case .full:
            logger.warning(
                "too many requests for access wait; one was not taken", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.full)]
            return try page(asking: view, for: context, .tooManyRequests, retryAfter: 60)
        }
    }

    /// The page on which a code is typed, or what follows it.
    func confirmationPage(_ request: RequestContext) -> SiteResponse {
        let context = renderer.context(request)
        if let reference = request.query["received"].flatMap({ AccessReference($0) }) {
            return renderer.page(.accessReceived(reference, for: context), isPersonal: true, for: context)
        }
        let view = AccessConfirmView(wasSent: request.query["sent"] != nil)
        return renderer.page(.accessConfirm(view, for: context), isPersonal: true, for: context)
    }

    /// Takes a code.
    func confirm(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = renderer.context(request)
        let texts = context.accessRequestTexts
        let typed = form["code"] ?? ""
        // As much of it as a code can have, however it is set.
        var view = AccessConfirmView(code: String(String.UnicodeScalarView(typed.unicodeScalars.prefix(100))))
        guard typed.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            view.problems = [("code", texts.noCode)]
            return renderer.page(.accessConfirm(view, for: context), .unprocessableContent, for: context)
        }
        let network = request.client.network.description
        switch try await requests.confirm(typed, from: request.requester(key: key)) {
        case .filed(let reference):
            logger.notice("access request confirmed", metadata: ["reference": "\(reference)"])
            return .redirect(to: context.href(Link(.accessConfirm, [("received", reference.description)])))
        case .wrong:
            logger.notice("wrong code of an access request", metadata: ["network": "\(network)"])
            view.problems = [("code", texts.wrongCode)]
            return renderer.page(.accessConfirm(view, for: context), .unprocessableContent, for: context)
        case .throttled(let seconds):
            logger.warning(
                "codes of access requests throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.guessed(seconds))]
            return renderer.page(
                .accessConfirm(view, for: context), .tooManyRequests, retryAfter: seconds, for: context)
        }
    }

    /// A member asks for more: their address is known, so nothing has to be confirmed.
    private func askForMore(
        _ form: Form, _ view: AccessView, _ session: SignedInSession, _ context: PageContext
    ) async throws -> SiteResponse {
        let account = session.session.account
        var view = view
        guard session.isSource(of: form) else {
            view.problems = [(nil, context.accessRequestTexts.stale)]
            return try page(asking: view, for: context, .forbidden)
        }
        view.name = account.name
        view.email = account.email.description
        view.organisation = account.organisation
        guard var draft = accessDraft(&view, context) else {
            return try page(asking: view, for: context, .unprocessableContent)
        }
        draft.language = account.language
        let reference = try await requests.file(draft)
        logger.notice(
            "access asked for by a member",
            metadata: ["account": "\(account.id)", "reference": "\(reference)"])
        return .redirect(to: context.href(Link(.accessConfirm, [("received", reference.description)])))
    }

    /// What was typed as the domain takes it; nil, with the problems noted, where something is missing.
    private func accessDraft(_ view: inout AccessView, _ context: PageContext) -> AccessRequest.Draft? {
        let texts = context.accessRequestTexts
        if view.door == nil { view.problems.append(("door", texts.noDoor)) }
        var name: Label?
        do throws(Label.Fault) {
            name = try Label(view.name)
        } catch {
            view.problems.append(("name", error == .empty ? texts.noName : texts.nameTooLong))
        }
        let email = try? EmailAddress(pasted: view.email)
        if email == nil { view.problems.append(("email", texts.noAddress)) }
        let organisation = try? Label(view.organisation, allowsEmpty: true)
        if organisation == nil { view.problems.append(("organisation", texts.organisationTooLong)) }
        let module = view.chosenModule
        if module == nil, view.module != AccessView.otherModule, !view.choices.isEmpty {
            view.problems.append(("module", texts.noModule))
        }
        if view.message.utf8.count > AccessMessage.maximumLength {
            view.problems.append(("message", texts.messageTooLong(AccessMessage.maximumLength)))
        }
        guard view.problems.isEmpty, let door = view.door, let name, let email, let organisation else { return nil }
        return AccessRequest.Draft(
            door: door, source: .form, email: email, name: name, organisation: organisation,
            language: context.language, module: module?.id, message: AccessMessage(view.message))
    }

    /// Puts in the published modules by series, the newest first.
    private func addChoices(to view: inout AccessView, _ context: PageContext) throws {
        let list = try listing.list(for: context)
        view.choices = list.choices
        view.options = list.options
    }

    /// The page with the form, for people who are not signed in with a stamp.
    private func page(
        asking view: AccessView, for context: PageContext, _ status: Status = .ok, retryAfter seconds: Int64? = nil
    ) throws -> SiteResponse {
        var view = view
        if context.session == nil, view.stamp == nil { view.stamp = try requests.stamp() }
        let chosen = view.module
        return renderer.page(
            .access(view, for: context), status, isPersonal: true, retryAfter: seconds, for: context
        ) { gap in
            if case .choice(let value) = gap, value == chosen { " selected" } else { nil }
        }
    }
}
