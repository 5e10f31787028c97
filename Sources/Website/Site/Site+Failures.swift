import Catalogue
internal import Codecs
import HTTP
import Logging
import Members
internal import Nachlese
import Platform
import SQLite

extension Site {
    /// The answer to a request that is refused.
    func answer(to refusal: Refusal, _ exchange: Exchange) -> Answer {
        let visit = visit(exchange)
        let texts = visit.texts.failures
        switch refusal {
        case .signInNeeded(let next, let notice):
            var link = Link(.login, [("next", next)])
            if let notice { link.add("notice", notice.rawValue) }
            return Site.redirect(to: visit.href(link))
        case .ownPasswordNeeded(let next):
            return Site.redirect(to: visit.href(Link(.accountPassword, [("next", next.parameter)])))
        case .notAdmitted(let slug): return notAdmitted(to: slug, exchange, visit)
        case .wrongMethod(let allowed):
            var answer = failure(.methodNotAllowed, texts.wrongMethod, visit)
            answer.response.set(.allow, Site.list(allowed))
            return answer
        case .notFound:
            if let target = redirection(ofMissing: exchange) { return Site.redirect(.movedPermanently, to: target) }
            return failure(.notFound, texts.notFound, visit)
        case .withdrawn(let module): return page(.withdrawn(from: module, for: visit), .gone, for: visit)
        case .foreignForm: return failure(.forbidden, texts.foreignForm, visit)
        case .staleForm: return failure(.forbidden, texts.staleForm, visit)
        case .invalid(let error): return answer(to: error, visit)
        case .malformed: return failure(.badRequest, texts.malformed, visit)
        case .wrongContentType: return failure(.unsupportedMediaType, texts.notSupported, visit)
        case .tooLarge: return failure(.contentTooLarge, texts.tooLarge, visit)
        case .timedOut: return failure(.requestTimeout, texts.timedOut, visit)
        case .misdirected: return failure(.misdirectedRequest, texts.misdirected, visit)
        }
    }

    /// The answer when something went wrong here: a number on the page, the reason in the log.
    func answer(toFault error: any Error, _ exchange: Exchange) -> Answer {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16, uppercase: true)
        let incident = String(repeating: "0", count: 8 - digits.utf8.count) + digits
        context.logger.error(
            "a request failed",
            metadata: [
                "incident": "\(incident)", "method": "\(exchange.head.method.name)",
                "path": "\(exchange.head.target.path)", "error": "\(error)",
            ])
        let visit = visit(exchange)
        // Another process held the database for too long: that passes.
        let isBusy = (error as? SQLiteError)?.isBusy ?? false
        var answer = page(
            .broken(isBusy ? visit.texts.failures.busy : visit.texts.failures.broken, incident: incident, for: visit),
            isBusy ? .serviceUnavailable : .internalServerError, for: visit)
        if isBusy { answer.response.set(.retryAfter, "5") }
        return answer
    }

    /// The answer to what was no valid request, about which nothing is known, not even a language.
    func answer(to error: RequestError) -> Answer {
        let visit = Visit(
            frame: frame, texts: .german, isLanguageChosen: false,
            isMember: false, session: nil,
            isSessionOver: false, notice: nil, place: nil, now: context.clock.now)
        return answer(to: error, visit)
    }

    private func answer(to error: RequestError, _ visit: Visit) -> Answer {
        var answer = failure(error.status, text(for: error, in: visit.texts.failures), visit)
        if error == .noRoom { answer.response.set(.retryAfter, "5") }
        return answer
    }

    private func text(for error: RequestError, in texts: Texts.Failures) -> Texts.Failures.Text {
        switch error.status.code {
        case 408: texts.timedOut
        case 413: texts.tooLarge
        case 414: texts.addressTooLong
        case 431: texts.headTooLarge
        case 429: texts.tooMany
        case 417, 501, 505: texts.notSupported
        case 503: texts.busy
        default: texts.malformed
        }
    }

    private func failure(_ status: Status, _ text: Texts.Failures.Text, _ visit: Visit) -> Answer {
        page(.failure(text, for: visit), status, for: visit)
    }

    private func notAdmitted(to slug: Slug, _ exchange: Exchange, _ visit: Visit) -> Answer {
        do {
            guard let module = try ModuleHeading.find(slug, in: database), let account = visit.account else {
                return failure(.notFound, visit.texts.failures.notFound, visit)
            }
            let covered = try Admission.modules(of: account.id, now: exchange.now, in: database)
            return page(.notAdmitted(to: module, covered: covered, for: visit), .forbidden, for: visit)
        } catch {
            return answer(toFault: error, exchange)
        }
    }
}
