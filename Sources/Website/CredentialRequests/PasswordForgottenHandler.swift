import HTTP
import Logging
import Mail
import Nachlese
import Networking
import Secrets

/// Takes requests for new credentials.
struct PasswordForgottenHandler {
    let requests: CredentialRequests
    let key: SealingKey
    let renderer: PageRenderer
    let logger: Logger

    /// The page on which new credentials are asked for, or what it says afterwards.
    func page(_ request: RequestContext) -> SiteResponse {
        let context = renderer.context(request)
        let next = request.query.next
        guard request.query["sent"] == nil else {
            return renderer.page(.forgottenSent(next: next, for: context), isPersonal: true, for: context)
        }
        let view = ForgottenView(next: next, email: request.query.typedAddress("email"))
        return renderer.page(.forgotten(view, for: context), isPersonal: true, for: context)
    }

    /// Notes that somebody asks for new credentials.
    ///
    /// Nothing is looked up, so that no part of the answer and no moment of its time depends on whether there is such an
    /// account; and nothing that works now stops working.
    func submit(_ form: Form, _ request: RequestContext) async throws -> SiteResponse {
        let context = renderer.context(request)
        let texts = context.credentialRequestTexts
        var view = ForgottenView(next: form.next, email: form.typedAddress("email"))
        guard let address = try? EmailAddress(pasted: view.email) else {
            view.problems = [("email", view.email.isEmpty ? context.signInTexts.noEmail : texts.noAddress)]
            return renderer.page(.forgotten(view, for: context), .unprocessableContent, for: context)
        }
        let network = request.client.network.description
        func refuse(_ text: String, retryAfter seconds: Int64) -> SiteResponse {
            view.problems = [(nil, text)]
            return renderer.page(
                .forgotten(view, for: context), .tooManyRequests, retryAfter: seconds, for: context)
        }
        switch try await requests.submit(address, from: request.requester(key: key)) {
        case .noted: logger.notice("new credentials asked for", metadata: ["network": "\(network)"])
        case .full:
            logger.warning(
                "too many requests for new credentials wait; one was not taken", metadata: ["network": "\(network)"])
            return refuse(texts.full, retryAfter: 60)
        case .throttled(let seconds):
            logger.warning(
                "requests for new credentials throttled", metadata: ["network": "\(network)", "seconds": "\(seconds)"])
            return refuse(texts.throttled(seconds), retryAfter: seconds)
        }
        let next = view.next.map { [("next", $0.parameter)] } ?? []
        return .redirect(to: context.href(Link(.passwordForgotten, [("sent", "")] + next)))
    }
}
