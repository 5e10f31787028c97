import Catalogue
import Codecs
import HTTP
import Logging
import Mail
import Members
import Nachlese
import Networking
import Platform
import SQLite

extension Site {
    /// The page on which people without access ask for it.
    func accessPage(_ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        var view = AccessView(query: exchange.query)
        try addChoices(to: &view, visit)
        return try page(asking: view, for: visit)
    }

    /// Takes what was typed there.
    ///
    /// No account is looked at, so that no part of the answer and no moment of its time depends on whether the address
    /// has one.
    func askForAccess(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        let visit = visit(exchange)
        let texts = visit.texts.access
        var view = AccessView(form: form)
        try addChoices(to: &view, visit)
        if let session = exchange.session { return try await askForMore(form, view, session, visit) }
        let network = exchange.client.network.description
        // What a script has worked out goes on to count when something else was wrong.
        if let stamp = form["stamp"].flatMap({ context.accessReception.stamp($0) }) {
            view.stamp = stamp
            view.proof = form["proof"].flatMap { ProofOfWork.holds($0, for: stamp) ? $0 : nil } ?? ""
        }
        if form[Page.accessTrap]?.isEmpty == false {
            context.logger.notice("a request for access filled in the trap", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.trapFilled)]
        }
        let draft = accessDraft(&view, visit)
        guard let draft, view.problems.isEmpty else { return try page(asking: view, for: visit, .unprocessableContent) }
        let outcome = try await context.accessReception.submit(
            draft, stamp: view.stamp?.text ?? "", proof: view.proof, from: exchange.requester(key: context.key))
        switch outcome {
        case .noted:
            context.logger.notice("access asked for", metadata: ["network": "\(network)"])
            return Site.redirect(to: visit.href(Link(.accessConfirm, [("sent", "")])))
        case .stale:
            view.stamp = nil
            view.proof = ""
            view.problems = [(nil, texts.stale)]
            return try page(asking: view, for: visit, .unprocessableContent)
        case .early(let seconds):
            view.problems = [(nil, texts.early(seconds))]
            return try page(asking: view, for: visit, .tooManyRequests, retryAfter: seconds)
        case .throttled(let seconds):
            context.logger.warning(
                "requests for access throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.throttled(seconds))]
            return try page(asking: view, for: visit, .tooManyRequests, retryAfter: seconds)
        case .full:
            context.logger.warning(
                "too many requests for access wait; one was not taken", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.full)]
            return try page(asking: view, for: visit, .tooManyRequests, retryAfter: 60)
        }
    }

    /// The page on which a code is typed, or what follows it.
    func accessConfirmPage(_ exchange: Exchange) -> Answer {
        let visit = visit(exchange)
        if let reference = exchange.query["received"].flatMap({ AccessReference($0) }) {
            return page(.accessReceived(reference, for: visit), isPersonal: true, for: visit)
        }
        let view = AccessConfirmView(wasSent: exchange.query["sent"] != nil)
        return page(.accessConfirm(view, for: visit), isPersonal: true, for: visit)
    }

    /// Takes a code.
    func confirmAccess(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        let visit = visit(exchange)
        let texts = visit.texts.access
        let typed = form["code"] ?? ""
        // As much of it as a code can have, however it is set.
        var view = AccessConfirmView(code: String(String.UnicodeScalarView(typed.unicodeScalars.prefix(100))))
        guard typed.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            view.problems = [("code", texts.noCode)]
            return page(.accessConfirm(view, for: visit), .unprocessableContent, for: visit)
        }
        let network = exchange.client.network.description
        switch try await context.accessReception.confirm(typed, from: exchange.requester(key: context.key)) {
        case .filed(let reference):
            context.logger.notice("access request confirmed", metadata: ["reference": "\(reference)"])
            return Site.redirect(to: visit.href(Link(.accessConfirm, [("received", reference.description)])))
        case .wrong:
            context.logger.notice("wrong code of an access request", metadata: ["network": "\(network)"])
            view.problems = [("code", texts.wrongCode)]
            return page(.accessConfirm(view, for: visit), .unprocessableContent, for: visit)
        case .throttled(let seconds):
            context.logger.warning(
                "codes of access requests throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.guessed(seconds))]
            var answer = page(.accessConfirm(view, for: visit), .tooManyRequests, for: visit)
            answer.response.set(.retryAfter, String(seconds))
            return answer
        }
    }

    /// A member asks for more: their address is known, so nothing has to be confirmed.
    private func askForMore(
        _ form: Form, _ view: AccessView, _ session: SignedInSession, _ visit: Visit
    ) async throws -> Answer {
        let account = session.session.account
        var view = view
        guard session.formToken.matches(form[FormToken.field]) else {
            view.problems = [(nil, visit.texts.access.stale)]
            return try page(asking: view, for: visit, .forbidden)
        }
        view.name = account.name
        view.email = account.email.description
        view.organisation = account.organisation
        guard var draft = accessDraft(&view, visit) else {
            return try page(asking: view, for: visit, .unprocessableContent)
        }
        draft.language = account.language
        let confirmed = draft
        let clock = context.clock
        let request = try await context.writer.write {
            try AccessRequest.fileOnce(confirmed, now: clock.now, in: $0)
        }
        context.logger.notice(
            "access asked for by a member",
            metadata: ["account": "\(account.id)", "reference": "\(request.reference)"])
        return Site.redirect(to: visit.href(Link(.accessConfirm, [("received", request.reference.description)])))
    }

    /// What was typed as the domain takes it; nil, with the problems noted, where something is missing.
    private func accessDraft(_ view: inout AccessView, _ visit: Visit) -> AccessRequest.Draft? {
        let texts = visit.texts.access
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
            language: visit.language, module: module?.id, message: AccessMessage(view.message))
    }

    /// Puts in the published modules by series, the newest first.
    private func addChoices(to view: inout AccessView, _ visit: Visit) throws {
        let list = try moduleList(for: visit)
        view.choices = list.choices
        view.options = list.options
    }

    /// The page with the form, for people who are not signed in with a stamp.
    private func page(
        asking view: AccessView, for visit: Visit, _ status: Status = .ok, retryAfter seconds: Int64? = nil
    ) throws -> Answer {
        var view = view
        if visit.session == nil, view.stamp == nil { view.stamp = try context.accessReception.stamp() }
        let chosen = view.module
        var answer = page(.access(view, for: visit), status, isPersonal: true, for: visit) { gap in
            if case .choice(let value) = gap, value == chosen { " selected" } else { nil }
        }
        if let seconds { answer.response.set(.retryAfter, String(seconds)) }
        return answer
    }
}
