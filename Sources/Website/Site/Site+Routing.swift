import HTTP

extension Site {
    /// Answers what is neither a form nor a download that was granted before.
    func show(_ exchange: Exchange) throws -> Answer {
        let head = exchange.head
        // `OPTIONS *` asks about the server as a whole (RFC 9110 section 9.3.7).
        guard head.target.kind != .asterisk else { return Site.options(Route.allMethods) }
        let segments = head.target.segments
        guard let route = Route(segments: segments) else {
            if segments.last == "", let route = Route(segments: segments.dropLast()), exchange.isReading {
                return Site.redirect(.movedPermanently, to: Site.withQuery(of: head, route.path))
            }
            throw Refusal.notFound
        }
        // TRACE, too, is known and allowed nowhere: RFC 9110 section 9.3.8 would have it reflect the cookie.
        guard route.methods.contains(head.method) else { throw Refusal.wrongMethod(allowed: route.methods) }
        if head.method == .options { return Site.options(route.methods) }
        if let target = redirection(of: route, exchange) { return Site.redirect(.movedPermanently, to: target) }
        return try show(route, exchange)
    }

    /// Answers a form.
    func act(_ exchange: Exchange, _ content: RequestContent) async throws -> Answer {
        guard let route = Route(segments: exchange.head.target.segments) else { throw Refusal.notFound }
        guard route.methods.contains(.post) else { throw Refusal.wrongMethod(allowed: route.methods) }
        return try await act(route, exchange, content)
    }

    private func show(_ route: Route, _ exchange: Exchange) throws -> Answer {
        switch route {
        case .start: return try startPage(exchange)
        case .series(let slug): return try seriesPage(slug, exchange)
        case .module(let slug): return try modulePage(slug, exchange)
        case .presentation(let module, let presentation, let fileName):
            return try download(module, presentation, fileName, exchange)
        case .picture(let module, let name): return try picture(name, of: module, exchange)
        case .login: return try signInPage(exchange)
        case .account: return try accountPage(exchange)
        case .accountPassword: return try passwordPage(exchange)
        case .passwordForgotten: return forgottenPage(exchange)
        case .officePage(let kind): return try officePage(kind, exchange)
        case .robots: return robots(exchange)
        case .sitemap: return try sitemap(exchange)
        case .feed: return try feed(exchange)
        case .access: return try accessPage(exchange)
        case .accessConfirm: return accessConfirmPage(exchange)
        case .health: return Site.plain(.ok, "ok\n")
        case .ready: return isReady() ? Site.plain(.ok, "ready\n") : Site.plain(.serviceUnavailable, "not ready\n")
        case .asset(let name):
            guard
                let response = context.assets.response(to: exchange.head, name: name, version: exchange.query["v"])
            else { throw Refusal.notFound }
            return Answer(response: response, rules: .asset)
        case .logout, .accountSessions: throw Refusal.wrongMethod(allowed: route.methods)
        }
    }

    private func act(_ route: Route, _ exchange: Exchange, _ content: RequestContent) async throws -> Answer {
        guard context.origin.accepts(exchange.head) else { throw Refusal.foreignForm }
        let form = try await read(content, of: exchange.head)
        switch route {
        case .login: return try await signIn(form, exchange)
        case .logout: return try await signOut(form, exchange)
        case .account: return try await changeDetails(form, exchange)
        case .accountPassword: return try await choosePassword(form, exchange)
        case .accountSessions: return try await endOtherSessions(form, exchange)
        case .passwordForgotten: return try await askForCredentials(form, exchange)
        case .access: return try await askForAccess(form, exchange)
        case .accessConfirm: return try await confirmAccess(form, exchange)
        case .start, .series, .module, .presentation, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready,
            .asset:
            throw Refusal.wrongMethod(allowed: route.methods)
        }
    }

    /// Octets of a form, at most: a declared length above it is refused before anything is read.
    private static let formLimit = 64 * 1024

    private func read(_ content: RequestContent, of head: RequestHead) async throws -> Form {
        if let value = head.first(.contentType) {
            guard head.count(.contentType) == 1, let type = ContentType(value.span),
                type.essence == "application/x-www-form-urlencoded"
            else { throw Refusal.wrongContentType }
        }
        let octets: [UInt8]
        do throws(RequestContent.Failure) {
            octets = try await content.collect(upTo: Site.formLimit)
        } catch {
            switch error {
            case .refused(let error): throw Refusal.invalid(error)
            case .timedOut: throw Refusal.timedOut
            // Cut off before its end (RFC 9112 section 8): a client that closed only its own side reads the answer.
            case .disconnected: throw Refusal.malformed
            }
        }
        do throws(FormError) {
            let form = try Form(octets.span, sizeLimit: Site.formLimit)
            // No form of ours sends a field twice; which of the two was meant cannot be known.
            guard !form.fields.contains(where: { form.isRepeated($0.name) }) else { throw FormError.tooManyFields }
            return form
        } catch {
            throw error.status == .contentTooLarge ? Refusal.tooLarge : Refusal.malformed
        }
    }

    private static func withQuery(of head: RequestHead, _ path: String) -> String {
        head.target.query.map { "\(path)?\($0)" } ?? path
    }
}
