import HTTP
import Logging
import Mail
import Nachlese
import Networking

extension Site {
    /// The page on which new credentials are asked for, or what it says afterwards.
    func forgottenPage(_ exchange: Exchange) -> Answer {
        let visit = visit(exchange)
        let next = Destination(exchange.query["next"])
        guard exchange.query["sent"] == nil else {
            return page(.forgottenSent(next: next, for: visit), isPersonal: true, for: visit)
        }
        let view = ForgottenView(next: next, email: Site.shortened(exchange.query["email"]))
        return page(.forgotten(view, for: visit), isPersonal: true, for: visit)
    }

    /// Notes that somebody asks for new credentials.
    ///
    /// Nothing is looked up, so that no part of the answer and no moment of its time depends on whether there is such an
    /// account; and nothing that works now stops working.
    func askForCredentials(_ form: Form, _ exchange: Exchange) async throws -> Answer {
        let visit = visit(exchange)
        let texts = visit.texts
        var view = ForgottenView(next: Destination(form["next"]), email: Site.shortened(form["email"]))
        guard let address = try? EmailAddress(pasted: view.email) else {
            view.problems = [("email", view.email.isEmpty ? texts.signIn.noEmail : texts.forgotten.noAddress)]
            return page(.forgotten(view, for: visit), .unprocessableContent, for: visit)
        }
        let network = exchange.client.network.description
        let outcome = try await context.credentialRequests.submit(
            address, from: exchange.requester(key: context.key))
        switch outcome {
        case .noted: context.logger.notice("new credentials asked for", metadata: ["network": "\(network)"])
        case .full:
            context.logger.warning(
                "too many requests for new credentials wait; one was not taken", metadata: ["network": "\(network)"])
            view.problems = [(nil, texts.forgotten.full)]
            var answer = page(.forgotten(view, for: visit), .tooManyRequests, for: visit)
            answer.response.set(.retryAfter, "60")
            return answer
        case .throttled(let seconds):
            context.logger.warning(
                "requests for new credentials throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            view.problems = [(nil, texts.forgotten.throttled(seconds))]
            var answer = page(.forgotten(view, for: visit), .tooManyRequests, for: visit)
            answer.response.set(.retryAfter, String(seconds))
            return answer
        }
        let next = view.next.map { [("next", $0.parameter)] } ?? []
        return Site.redirect(to: visit.href(Link(.passwordForgotten, [("sent", "")] + next)))
    }
}
