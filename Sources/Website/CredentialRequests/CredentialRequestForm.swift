import HTTP
import Logging
import Mail
import Nachlese
import Networking

extension Site {
    /// The page on which new credentials are asked for, or what it says afterwards.
    func forgottenPage(_ request: RequestContext) -> SiteResponse {
        let context = context(request)
        let next = ReturnTarget(request.query["next"])
        guard request.query["sent"] == nil else {
            return page(.forgottenSent(next: next, for: context), isPersonal: true, for: context)
        }
        let view = ForgottenView(next: next, email: Site.shortened(request.query["email"]))
        return page(.forgotten(view, for: context), isPersonal: true, for: context)
    }

    /// Notes that somebody asks for new credentials.
    ///
    /// Nothing is looked up, so that no part of the answer and no moment of its time depends on whether there is such an
    /// account; and nothing that works now stops working.
    func askForCredentials(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = context(request)
        let texts = context.texts
        var view = ForgottenView(next: ReturnTarget(form["next"]), email: Site.shortened(form["email"]))
        guard let address = try? EmailAddress(pasted: view.email) else {
            view.problems = [("email", view.email.isEmpty ? texts.signIn.noEmail : texts.forgotten.noAddress)]
            return page(.forgotten(view, for: context), .unprocessableContent, for: context)
        }
        let network = request.client.network.description
        let outcome = try await services.credentialRequests.submit(
            address, from: request.requester(key: services.key))
        switch outcome {
        case .noted: services.logger.notice("new credentials asked for", metadata: ["network": "\(network)"])
        case .full:
            services.logger.warning(
                "too many requests for new credentials wait; one was not taken", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.forgotten.full)]
            var answer = page(.forgotten(view, for: context), .tooManyRequests, for: context)
            answer.response.set(.retryAfter, "60")
            return answer
        case .throttled(let seconds):
            services.logger.warning(
                "requests for new credentials throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.forgotten.throttled(seconds))]
            var answer = page(.forgotten(view, for: context), .tooManyRequests, for: context)
            answer.response.set(.retryAfter, String(seconds))
            return answer
        }
        let next = view.next.map { [("next", $0.parameter)] } ?? []
        return Site.redirect(to: context.href(Link(.passwordForgotten, [("sent", "")] + next)))
    }
}
