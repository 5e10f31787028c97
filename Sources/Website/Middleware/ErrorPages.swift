import Catalogue
import Codecs
import HTTP
import Letters
import Logging
import Members
import Nachlese
import Platform

/// The one place where errors become pages.
struct ErrorPages {
    let reader: StoreReader
    let redirects: Redirects
    let renderer: PageRenderer
    let clock: WallClock
    let logger: Logger

    /// The answer to a request that failed.
    func answer(to error: any Error, _ request: RequestContext) -> SiteResponse {
        guard let refusal = error as? SiteError else { return answer(toFault: error, request) }
        return answer(to: refusal, request)
    }

    private func answer(to refusal: SiteError, _ request: RequestContext) -> SiteResponse {
        let context = renderer.context(request)
        let texts = context.errorTexts
        switch refusal {
        case .signInNeeded(let next, let notice):
            var link = Link(.login, [("next", next)])
            if let notice { link.add("notice", notice.rawValue) }
            return .redirect(to: context.href(link))
        // Whoever takes forms in has led to the sign-in page already.
        case .sessionOver: return .redirect(to: context.href(.login))
        case .ownPasswordNeeded(let next):
            return .redirect(to: context.href(Link(.accountPassword, [("next", next.parameter)])))
        case .notAdmitted(let slug): return notAdmitted(to: slug, request, context)
        case .wrongMethod(let allowed):
            var answer = failure(.methodNotAllowed, texts.wrongMethod, context)
            answer.response.set(.allow, SiteResponse.list(allowed))
            return answer
        case .notFound:
            if let target = redirects.target(ofMissing: request) { return .redirect(.movedPermanently, to: target) }
            return failure(.notFound, texts.notFound, context)
        case .withdrawn(let module): return renderer.page(.withdrawn(from: module, for: context), .gone, for: context)
        case .foreignForm: return failure(.forbidden, texts.foreignForm, context)
        case .staleForm: return failure(.forbidden, texts.staleForm, context)
        case .invalid(let error): return answer(to: error, context)
        case .malformed: return failure(.badRequest, texts.malformed, context)
        case .wrongContentType: return failure(.unsupportedMediaType, texts.notSupported, context)
        case .tooLarge: return failure(.contentTooLarge, texts.tooLarge, context)
        case .timedOut: return failure(.requestTimeout, texts.timedOut, context)
        case .misdirected: return failure(.misdirectedRequest, texts.misdirected, context)
        }
    }

    /// The answer when something went wrong here: a number on the page, the reason in the log.
    private func answer(toFault error: any Error, _ request: RequestContext) -> SiteResponse {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16, uppercase: true)
        let incident = String(repeating: "0", count: 8 - digits.utf8.count) + digits
        logger.error(
            "a request failed",
            metadata: [
                "incident": "\(incident)", "method": "\(request.head.method.name)",
                "path": "\(request.head.target.path)", "error": "\(error)",
            ])
        let context = renderer.context(request)
        // Another process held the database for too long: that passes.
        let isBusy = Store.isBusy(error)
        return renderer.page(
            .broken(isBusy ? context.errorTexts.busy : context.errorTexts.broken, incident: incident, for: context),
            isBusy ? .serviceUnavailable : .internalServerError, retryAfter: isBusy ? 5 : nil, for: context)
    }

    /// The answer to what was no valid request, about which nothing is known, not even a language.
    func answer(to error: RequestError) -> SiteResponse {
        answer(to: error, renderer.context(ofUnknownAt: clock.now))
    }

    private func answer(to error: RequestError, _ context: PageContext) -> SiteResponse {
        renderer.page(
            .failure(text(for: error, in: context.errorTexts), for: context), error.status,
            retryAfter: error == .noRoom ? 5 : nil, for: context)
    }

    private func text(for error: RequestError, in texts: ErrorTexts) -> ErrorTexts.Text {
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

    private func failure(_ status: Status, _ text: ErrorTexts.Text, _ context: PageContext) -> SiteResponse {
        renderer.page(.failure(text, for: context), status, for: context)
    }

    private func notAdmitted(to slug: Slug, _ request: RequestContext, _ context: PageContext) -> SiteResponse {
        do {
            guard let module = try ModuleHeading.find(slug, in: reader.database), let account = context.account else {
                return failure(.notFound, context.errorTexts.notFound, context)
            }
            let covered = try Admission.modules(of: account.id, now: request.now, in: reader.database)
            return renderer.page(.notAdmitted(to: module, covered: covered, for: context), .forbidden, for: context)
        } catch {
            return answer(toFault: error, request)
        }
    }
}

extension Page {
    /// A page about something that did not work: what happened, what to do, and whom to ask.
    ///
    /// - Parameters:
    ///   - text: what happened, and what helps.
    ///   - details: what is to be known besides.
    ///   - ways: links that lead on, before the one to the overview.
    ///   - subject: what a mail to the office is about.
    ///   - context: who reads it.
    /// - Returns: the page.
    static func failure(
        _ text: ErrorTexts.Text, details: HTML? = nil, ways: [HTML] = [], subject: String? = nil,
        for context: PageContext
    ) -> Page {
        let texts = context.errorTexts
        let overview: HTML = "<a href=\"\(context.href(.start))\">\(context.layoutTexts.toOverview)</a>"
        let steps = text.advice.map { HTML(text: $0) } + ways + [overview]
        return Page(
            title: text.title, subject: subject, hasAddress: false,
            content: """
                <div class="narrow failure">
                <h1>\(text.title)</h1>
                <p class="lead">\(text.text)</p>
                \(details)\
                <h2>\(texts.whatToDo)</h2>
                <ul>
                \(steps.map { "<li>\($0)</li>\n" as HTML })</ul>
                \(office(subject: subject, context))\
                </div>

                """)
    }

    /// Whom to ask when nothing else helps.
    private static func office(subject: String?, _ context: PageContext) -> HTML {
        let texts = context.errorTexts
        let phone = context.settings.office.phone
        return """
            <section class="panel">
            <h2>\(texts.whomToAsk)</h2>
            <p>\(ContactBox.writeLink(context.layoutTexts.writeToUs, subject: subject, context))\
            \(" \(texts.orCall(phone))", if: !phone.isEmpty). \(texts.contactBelow)</p>
            </section>

            """
    }

    /// Somebody is signed in and asked for what their account does not cover; `covered` is what it does cover.
    static func notAdmitted(to module: ModuleHeading, covered: [ModuleHeading], for context: PageContext) -> Page {
        let texts = context.errorTexts
        let title = context.moduleTexts.title
        let items = covered.map { module -> HTML in
            "<li><a href=\"\(context.href(.module(module.slug)))\">\(ModuleTitle.html(module, context))</a></li>\n"
        }
        let asked = title(module.number, module.title)
        return failure(
            texts.notAdmitted(asked),
            details: """
                \("<p>\(texts.coversNothing)</p>\n", if: items.isEmpty)\
                \("<p>\(texts.covers)</p>\n<ul>\n\(items)</ul>\n", if: !items.isEmpty)
                """,
            ways: [AccessLinks.request(texts.askForAccess, module: module.slug, context)],
            subject: asked, for: context)
    }

    /// It was here once; `module` is the page that it was on, where that is there still.
    static func withdrawn(from module: Slug?, for context: PageContext) -> Page {
        let texts = context.errorTexts
        let rest = module.map { "<a href=\"\(context.href(.module($0)))\">\(texts.restOfModule)</a>" as HTML }
        return failure(texts.withdrawn, ways: [rest].compactMap { $0 }, for: context)
    }

    /// The fault is ours; the number stands in the log, too.
    static func broken(_ text: ErrorTexts.Text, incident: String, for context: PageContext) -> Page {
        let number = "\(context.errorTexts.incident) \(incident)"
        return failure(
            text,
            details: """
                <p class="incident">\(context.errorTexts.incident): <strong>\(incident)</strong></p>

                """,
            subject: number, for: context)
    }
}
