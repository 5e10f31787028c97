import Codecs
package import HTTP
import Members
package import Nachlese
package import Networking
import Platform

/// The web site as one worker serves it: every request goes through `respond`, the middleware in order, and then to the
/// handler of its route.
package final class Site: RequestHandler {
    private let services: SiteContext
    private let reader: StoreReader
    private let securityFields: SecurityFields
    /// Where a proxy leads who comes to it in the clear; nil where no proxy could say so.
    private let secureAddress: SecureAddress?
    private let sessions: SessionLookup
    private let errors: ErrorPages

    private let pages = PageCache()
    private let modules = ModuleCache()
    private let start: StartHandler
    private let module: ModuleHandler
    private let downloads: DownloadHandler
    private let pictures: PictureHandler
    private let signIn: SignInHandler
    private let passwordForgotten: PasswordForgottenHandler
    private let account: AccountHandler
    private let accessRequests: AccessRequestHandler
    private let officePages: OfficePageHandler
    private let discovery: DiscoveryHandler

    /// A site for one worker; `reader` is used by this site only from now on.
    package init(_ services: SiteContext, reader: StoreReader) {
        self.services = services
        self.reader = reader
        let settings = services.settings
        let address = settings.baseURL
        securityFields = SecurityFields(hsts: address.isSecure ? settings.hsts : .zero)
        secureAddress = services.forwarding.isInForce ? SecureAddress(address) : nil
        sessions = SessionLookup(cookie: services.cookie, reader: reader, uses: services.sessionUses)
        let renderer = PageRenderer(
            frame: SiteFrame(settings: settings, assets: services.assets), securityFields: securityFields)
        errors = ErrorPages(
            reader: reader, redirects: services.redirects, renderer: renderer, clock: services.clock,
            logger: services.logger)

        let listing = ModuleListing(reader: reader, pages: pages, modules: modules, renderer: renderer)
        let files = OpenFileCache(services.folder.files)
        start = StartHandler(listing: listing)
        module = ModuleHandler(listing: listing)
        downloads = DownloadHandler(
            reader: reader, files: files, ledger: services.ledger, settings: settings, securityFields: securityFields)
        pictures = PictureHandler(reader: reader, files: files)
        account = AccountHandler(
            selfService: services.selfService, listing: listing, cookie: services.cookie, logger: services.logger)
        signIn = SignInHandler(
            signIn: services.signIn, selfService: services.selfService, account: account, reader: reader,
            renderer: renderer, cookie: services.cookie, clock: services.clock, logger: services.logger)
        passwordForgotten = PasswordForgottenHandler(
            requests: services.credentialRequests, key: services.key, renderer: renderer, logger: services.logger)
        accessRequests = AccessRequestHandler(
            requests: services.accessRequests, listing: listing, key: services.key, logger: services.logger)
        officePages = OfficePageHandler(reader: reader, pages: pages, renderer: renderer)
        discovery = DiscoveryHandler(reader: reader, settings: settings)
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
        securityFields.apply(to: errors.answer(to: error))
    }

    package func delivered(_ ranges: [Range<Int64>], of tag: DeliveryTag) {
        services.ledger.note(ranges, of: tag)
    }

    private func answer(_ head: RequestHead, _ peer: SocketAddress) -> SiteResponse {
        var request = request(head, peer)
        do {
            try identify(&request)
            if let download = try downloads.granted(request) { return download }
            request.query = try query(of: head)
            return try show(request)
        } catch {
            return errors.answer(to: error, request)
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
        } catch SiteError.sessionOver(let form) {
            return signIn.page(keeping: form, request)
        } catch {
            return errors.answer(to: error, request)
        }
    }

    /// Another process may have revoked an account a moment ago.
    private func forgetWhatChanged() throws {
        guard try reader.hasChanged() else { return }
        sessions.removeAll()
        downloads.removeAll()
        pages.removeAll()
        modules.removeAll()
        discovery.removeAll()
    }

    /// The answer to a request that was made and answered just so before.
    private func repeatedDownload(_ head: RequestHead) -> Response? {
        guard let key = RepeatedResponseCache.Key(head), (try? forgetWhatChanged()) != nil else { return nil }
        let now = services.clock.now
        guard let (response, known) = downloads.repeatedResponse(to: key, now: now) else { return nil }
        // A look without a copy: nearly always there is nothing to note.
        if known.session?.needsTouch(at: now) == true, let session = known.session {
            sessions.noteUse(of: session, now: now)
        }
        return response
    }

    private func request(_ head: RequestHead, _ peer: SocketAddress) -> RequestContext {
        let client = services.forwarding.client(of: head, from: peer)
        return RequestContext(
            head: head, client: client.address, isNetworkShared: client.isHidden, now: services.clock.now)
    }

    /// Makes sure that this site is meant, and finds out who asks.
    ///
    /// - Throws: `SiteError.misdirected`, or that the database cannot be asked.
    private func identify(_ request: inout RequestContext) throws {
        guard services.hosts.accepts(request.head.target),
            services.hosts.accepts(request.head.host) || Site.isProbe(request.head)
        else { throw SiteError.misdirected }
        try forgetWhatChanged()
        (request.session, request.isSessionOver) = try sessions.find(request.head, now: request.now)
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

// MARK: Routes

extension Site {
    /// Answers what is neither a form nor a download that was granted before.
    private func show(_ request: RequestContext) throws -> SiteResponse {
        let head = request.head
        // `OPTIONS *` asks about the server as a whole (RFC 9110 section 9.3.7).
        guard head.target.kind != .asterisk else { return .options(Route.allMethods) }
        let segments = head.target.segments
        guard let route = Route(segments: segments) else {
            if segments.last == "", let route = Route(segments: segments.dropLast()), request.isReading {
                return .redirect(.movedPermanently, to: head.target.query.map { "\(route.path)?\($0)" } ?? route.path)
            }
            throw SiteError.notFound
        }
        // TRACE, too, is known and allowed nowhere: RFC 9110 section 9.3.8 would have it reflect the cookie.
        guard route.methods.contains(head.method) else { throw SiteError.wrongMethod(allowed: route.methods) }
        if head.method == .options { return .options(route.methods) }
        if route == .start, let target = services.redirects.target(ofStartPage: request) {
            return .redirect(.movedPermanently, to: target)
        }
        return try show(route, request)
    }

    private func show(_ route: Route, _ request: RequestContext) throws -> SiteResponse {
        switch route {
        case .start: return try start.page(request)
        case .series(let slug): return try module.seriesPage(slug, request)
        case .module(let slug): return try module.modulePage(slug, request)
        case .presentation(let module, let presentation, let fileName):
            return try downloads.download(module, presentation, fileName, request)
        case .picture(let module, let name): return try pictures.picture(name, of: module, request)
        case .login: return try signIn.page(request)
        case .account: return try account.page(request)
        case .accountPassword: return try account.passwordPage(request)
        case .passwordForgotten: return passwordForgotten.page(request)
        case .officePage(let kind): return try officePages.page(kind, request)
        case .robots: return discovery.robots(request)
        case .sitemap: return try discovery.sitemap(request)
        case .feed: return try discovery.feed(request)
        case .access: return try accessRequests.page(request)
        case .accessConfirm: return accessRequests.confirmationPage(request)
        case .health: return .plain(.ok, "ok\n")
        // The database was just asked.
        case .ready:
            return services.folder.isUsable ? .plain(.ok, "ready\n") : .plain(.serviceUnavailable, "not ready\n")
        case .asset(let name): return try services.assets.asset(name, request)
        case .logout, .accountSessions: throw SiteError.wrongMethod(allowed: route.methods)
        }
    }

    /// Answers a form.
    private func act(_ request: RequestContext, _ content: RequestContent) async throws -> SiteResponse {
        guard let route = Route(segments: request.head.target.segments) else { throw SiteError.notFound }
        guard route.methods.contains(.post) else { throw SiteError.wrongMethod(allowed: route.methods) }
        guard services.origin.accepts(request.head) else { throw SiteError.foreignForm }
        let form = try await Form(reading: content, of: request.head)
        switch route {
        case .login: return try await signIn.signIn(form, request)
        case .logout: return try await signIn.signOut(form, request)
        case .account: return try await account.changeDetails(form, request)
        case .accountPassword: return try await account.choosePassword(form, request)
        case .accountSessions: return try await account.endOtherSessions(form, request)
        case .passwordForgotten: return try await passwordForgotten.submit(form, request)
        case .access: return try await accessRequests.submit(form, request)
        case .accessConfirm: return try await accessRequests.confirm(form, request)
        case .start, .series, .module, .presentation, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready,
            .asset:
            throw SiteError.wrongMethod(allowed: route.methods)
        }
    }
}
