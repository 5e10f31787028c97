import Codecs
package import HTTP
import Logging
import Members
import Nachlese
package import Networking
import Platform
package import SQLite
import Secrets

/// The web site as one worker serves it: every request goes through `respond`.
///
/// `@exclusivity(unchecked)`: touched on the worker's thread only, by accesses that call nothing which could come back
/// here.
package final class Site: RequestHandler {
    let context: SiteContext
    let frame: SiteFrame
    let database: Database
    @safe @exclusivity(unchecked) var sessions = SessionCache()
    @safe @exclusivity(unchecked) var downloads = DownloadCache()
    @safe @exclusivity(unchecked) var files = OpenFileCache()
    /// What programs read of the site, as the database is now.
    var documents: [String: StaticAsset] = [:]
    let pages = PageCache()
    @safe @exclusivity(unchecked) private var repeated = RepeatedResponseCache()

    let securityFields: SecurityFields
    /// Whether people use it on this machine only.
    private let isForThisMachine: Bool
    /// Where a proxy leads who comes to it in the clear; nil where no proxy could say so.
    private let secureAddress: SecureAddress?
    @safe @exclusivity(unchecked) private var knownState: ChangeStamp?

    /// A site for one worker; `database` is open for reading and used by this site only from now on.
    package init(context: SiteContext, database: Database) {
        self.context = context
        frame = SiteFrame(settings: services.settings, assets: services.assets)
        self.database = database
        let address = services.settings.baseURL
        isForThisMachine = address.isLoopback
        securityFields = SecurityFields(hstsDays: address.isSecure ? services.settings.hstsDays : 0)
        secureAddress = services.forwarding.isInForce ? SecureAddress(address) : nil
    }

    package func respond(
        to head: RequestHead, content: RequestContent, from peer: SocketAddress
    ) async -> Response {
        if let response = respondAtOnce(to: head, from: peer) { return response }
        return securityFields.apply(to: await answer(toFormIn: content, head, peer))
    }

    /// Answers everything but forms, on the thread's stack: the memory that an asynchronous function needs is kept by
    /// its task, which is the connection's, until the connection ends.
    @inline(never)
    package func respondAtOnce(to head: RequestHead, from peer: SocketAddress) -> Response? {
        // The scheme first: what a member gets over TLS is not for a connection that anybody can read.
        if let secureAddress, services.forwarding.scheme(of: head, from: peer) == .http, !Site.isProbe(head),
            !SecureAddress.isReached(by: head)
        {
            return secureAddress.redirect(head)
        }
        if let response = repeatedDownload(head) { return response }
        return head.method == .post ? nil : securityFields.apply(to: answer(head, peer))
    }

    package func respond(to error: RequestError) -> Response {
        securityFields.apply(to: answer(to: error))
    }

    package func delivered(_ ranges: [Range<Int64>], of tag: DeliveryTag) {
        services.ledger.note(ranges, of: tag)
    }

    private func answer(_ head: RequestHead, _ peer: SocketAddress) -> SiteResponse {
        var request = request(head, peer)
        do {
            try identify(&request)
            if let download = try download(granted: request) { return download }
            request.query = try query(of: head)
            return try show(request)
        } catch {
            return answer(to: error, request)
        }
    }

    @inline(never)
    private func answer(
        toFormIn content: RequestContent, _ head: RequestHead, _ peer: SocketAddress
    ) async -> SiteResponse {
        var request = request(head, peer)
        do {
            try identify(&request)
            request.query = try query(of: head)
            return try await act(request, content)
        } catch {
            return answer(to: error, request)
        }
    }

    /// The one place where errors become pages.
    private func answer(to error: any Error, _ request: RequestContext) -> SiteResponse {
        guard let refusal = error as? SiteError else { return answer(toFault: error, request) }
        return answer(to: refusal, request)
    }

    /// Another process may have revoked an account a moment ago.
    private func forgetWhatChanged() throws {
        let state = try database.changeStamp
        guard state != knownState else { return }
        sessions.removeAll()
        downloads.removeAll()
        pages.removeAll()
        documents.removeAll(keepingCapacity: true)
        repeated.removeAll()
        knownState = state
    }

    /// The answer to a request that was made and answered just so before.
    private func repeatedDownload(_ head: RequestHead) -> Response? {
        guard let key = RepeatedResponseCache.Key(head), (try? forgetWhatChanged()) != nil else { return nil }
        let now = services.clock.now
        guard let known = repeated.find(key, now: now),
            let body = try? files.body(of: known.content, known.contentKey, in: services.files)
        else { return nil }
        if let session = known.session, sessions.needsTouch(session, now: now) {
            services.sessionUses.note(session.digest, at: now)
        }
        var response = known.response
        response.body = body
        if let tag = known.deliveryTag {
            if services.ledger.isComplete(tag) {
                repeated.noteComplete(known, for: key)
            } else {
                response.deliveryTag = tag
            }
        }
        return response
    }

    /// Keeps a whole download that was granted, for whoever asks for it just so again.
    ///
    /// The answer is not tagged yet: what is kept of it is the same for everybody.
    func keepRepeated(
        _ answer: SiteResponse, of granted: DownloadCache.Granted, _ tag: DeliveryTag?, _ request: RequestContext
    ) {
        guard answer.response.status == .ok, let key = RepeatedResponseCache.Key(request.head) else { return }
        let download = granted.download
        let response = download.plainAnswer ?? withoutBody(securityFields.apply(to: answer).preparingFields())
        download.plainAnswer = response
        let ends = [granted.endsAt, request.session?.session.validUntil].compactMap { $0 }
        repeated.keep(
            RepeatedResponseCache.Entry(
                response: response, content: download.content, session: request.session?.session,
                deliveryTag: tag, endsAt: ends.min() ?? Timestamp(rawValue: .max)),
            for: key)
    }

    private func withoutBody(_ response: Response) -> Response {
        var response = response
        response.body = .empty
        return response
    }

    /// The one place where it is settled from where a request comes.
    private func request(_ head: RequestHead, _ peer: SocketAddress) -> RequestContext {
        let client = services.forwarding.client(of: head, from: peer)
        // Where no proxy is named, whoever comes from this machine may be one, unless people use it on this machine.
        let isLocalProxy =
            !services.forwarding.isInForce && peer.isLoopback && !isForThisMachine
        return RequestContext(
            head: head, client: client.address, isNetworkShared: client.isHidden || isLocalProxy,
            now: services.clock.now)
    }

    /// Finds out who asks: the first cookie that belongs to a living session counts.
    ///
    /// - Throws: `SiteError.misdirected`, or that the database cannot be asked.
    private func identify(_ request: inout RequestContext) throws {
        guard services.hosts.accepts(request.head.target),
            services.hosts.accepts(request.head.host) || Site.isProbe(request.head)
        else { throw SiteError.misdirected }
        try forgetWhatChanged()
        let tokens = services.cookie.tokens(request.head)
        for token in tokens {
            guard let session = try sessions.find(token.digest, now: request.now, in: database) else { continue }
            if sessions.needsTouch(session, now: request.now) {
                services.sessionUses.note(session.digest, at: request.now)
            }
            request.session = SignedInSession(session: session, token: token)
            return
        }
        request.isSessionOver = !tokens.isEmpty
    }

    private func query(of head: RequestHead) throws -> Form {
        guard head.target.query != nil else { return .empty }
        do throws(FormError) {
            return try head.target.queryItems()
        } catch {
            throw SiteError.malformed
        }
    }

    private static func isProbe(_ head: RequestHead) -> Bool {
        head.target.path == Route.health.path || head.target.path == Route.ready.path
    }
}

extension Site {
    /// Answers what is neither a form nor a download that was granted before.
    func show(_ request: RequestContext) throws -> SiteResponse {
        let head = request.head
        // `OPTIONS *` asks about the server as a whole (RFC 9110 section 9.3.7).
        guard head.target.kind != .asterisk else { return Site.options(Route.allMethods) }
        let segments = head.target.segments
        guard let route = Route(segments: segments) else {
            if segments.last == "", let route = Route(segments: segments.dropLast()), request.isReading {
                return Site.redirect(.movedPermanently, to: Site.withQuery(of: head, route.path))
            }
            throw SiteError.notFound
        }
        // TRACE, too, is known and allowed nowhere: RFC 9110 section 9.3.8 would have it reflect the cookie.
        guard route.methods.contains(head.method) else { throw SiteError.wrongMethod(allowed: route.methods) }
        if head.method == .options { return Site.options(route.methods) }
        if let target = redirection(of: route, request) { return Site.redirect(.movedPermanently, to: target) }
        return try show(route, request)
    }

    /// Answers a form.
    func act(_ request: RequestContext, _ content: RequestContent) async throws -> SiteResponse {
        guard let route = Route(segments: request.head.target.segments) else { throw SiteError.notFound }
        guard route.methods.contains(.post) else { throw SiteError.wrongMethod(allowed: route.methods) }
        return try await act(route, request, content)
    }

    private func show(_ route: Route, _ request: RequestContext) throws -> SiteResponse {
        switch route {
        case .start: return try startPage(request)
        case .series(let slug): return try seriesPage(slug, request)
        case .module(let slug): return try modulePage(slug, request)
        case .presentation(let module, let presentation, let fileName):
            return try download(module, presentation, fileName, request)
        case .picture(let module, let name): return try picture(name, of: module, request)
        case .login: return try signInPage(request)
        case .account: return try accountPage(request)
        case .accountPassword: return try passwordPage(request)
        case .passwordForgotten: return forgottenPage(request)
        case .officePage(let kind): return try officePage(kind, request)
        case .robots: return robots(request)
        case .sitemap: return try sitemap(request)
        case .feed: return try feed(request)
        case .access: return try accessPage(request)
        case .accessConfirm: return accessConfirmPage(request)
        case .health: return Site.plain(.ok, "ok\n")
        case .ready: return isReady() ? Site.plain(.ok, "ready\n") : Site.plain(.serviceUnavailable, "not ready\n")
        case .asset(let name):
            guard
                let response = services.assets.response(to: request.head, name: name, version: request.query["v"])
            else { throw SiteError.notFound }
            return SiteResponse(response: response, rules: .asset)
        case .logout, .accountSessions: throw SiteError.wrongMethod(allowed: route.methods)
        }
    }

    private func act(_ route: Route, _ request: RequestContext, _ content: RequestContent) async throws -> SiteResponse {
        guard services.origin.accepts(request.head) else { throw SiteError.foreignForm }
        let form = try await read(content, of: request.head)
        switch route {
        case .login: return try await signIn(form, request)
        case .logout: return try await signOut(form, request)
        case .account: return try await changeDetails(form, request)
        case .accountPassword: return try await choosePassword(form, request)
        case .accountSessions: return try await endOtherSessions(form, request)
        case .passwordForgotten: return try await askForCredentials(form, request)
        case .access: return try await askForAccess(form, request)
        case .accessConfirm: return try await confirmAccess(form, request)
        case .start, .series, .module, .presentation, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready,
            .asset:
            throw SiteError.wrongMethod(allowed: route.methods)
        }
    }

    /// Octets of a form, at most: a declared length above it is refused before anything is read.
    private static let formLimit = 64 * 1024

    private func read(_ content: RequestContent, of head: RequestHead) async throws -> Form {
        if let value = head.first(.contentType) {
            guard head.count(.contentType) == 1, let type = ContentType(value.span),
                type.essence == "application/x-www-form-urlencoded"
            else { throw SiteError.wrongContentType }
        }
        let octets: [UInt8]
        do throws(RequestContent.Failure) {
            octets = try await content.collect(upTo: Site.formLimit)
        } catch {
            switch error {
            case .refused(let error): throw SiteError.invalid(error)
            case .timedOut: throw SiteError.timedOut
            // Cut off before its end (RFC 9112 section 8): a client that closed only its own side reads the answer.
            case .disconnected: throw SiteError.malformed
            }
        }
        do throws(FormError) {
            let form = try Form(octets.span, sizeLimit: Site.formLimit)
            // No form of ours sends a field twice; which of the two was meant cannot be known.
            guard !form.fields.contains(where: { form.isRepeated($0.name) }) else { throw FormError.tooManyFields }
            return form
        } catch {
            throw error.status == .contentTooLarge ? SiteError.tooLarge : SiteError.malformed
        }
    }

    private static func withQuery(of head: RequestHead, _ path: String) -> String {
        head.target.query.map { "\(path)?\($0)" } ?? path
    }
}

extension Site {
    /// Where an old address leads that would find nothing; nil where nobody knows it.
    func redirection(ofMissing request: RequestContext) -> String? {
        guard request.isReading else { return nil }
        return services.redirects.current.rule(segments: request.head.target.segments, query: request.query)?.target
    }

    /// Where the start page with a query leads that was the address of something else once.
    func redirection(of route: Route, _ request: RequestContext) -> String? {
        guard route == .start, request.head.target.query != nil, request.isReading else { return nil }
        return services.redirects.current.rule(segments: [], query: request.query)?.target
    }
}
