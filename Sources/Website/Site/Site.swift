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
    @safe @exclusivity(unchecked) var files = OpenFiles()
    /// What programs read of the site, as the database is now.
    var documents: [String: StaticAsset] = [:]
    let pages = PageCache()
    @safe @exclusivity(unchecked) private var repeated = RepeatedDownloads()

    let securityFields: SecurityFields
    /// Whether people use it on this machine only.
    private let isForThisMachine: Bool
    /// Where a proxy leads who comes to it in the clear; nil where no proxy could say so.
    private let secureAddress: SecureAddress?
    @safe @exclusivity(unchecked) private var knownState: ChangeStamp?

    /// A site for one worker; `database` is open for reading and used by this site only from now on.
    package init(context: SiteContext, database: Database) {
        self.context = context
        frame = SiteFrame(settings: context.settings, assets: context.assets)
        self.database = database
        let address = context.settings.baseURL
        isForThisMachine = address.isLoopback
        securityFields = SecurityFields(hsts: address.isSecure ? context.settings.hsts : .zero)
        secureAddress = context.forwarding.isInForce ? SecureAddress(address) : nil
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
        if let secureAddress, context.forwarding.scheme(of: head, from: peer) == .http, !Site.isProbe(head),
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
        context.ledger.note(ranges, of: tag)
    }

    private func answer(_ head: RequestHead, _ peer: SocketAddress) -> Answer {
        var exchange = exchange(head, peer)
        do {
            try identify(&exchange)
            if let download = try download(granted: exchange) { return download }
            exchange.query = try query(of: head)
            return try show(exchange)
        } catch {
            return answer(to: error, exchange)
        }
    }

    @inline(never)
    private func answer(
        toFormIn content: RequestContent, _ head: RequestHead, _ peer: SocketAddress
    ) async -> Answer {
        var exchange = exchange(head, peer)
        do {
            try identify(&exchange)
            exchange.query = try query(of: head)
            return try await act(exchange, content)
        } catch {
            return answer(to: error, exchange)
        }
    }

    /// The one place where errors become pages.
    private func answer(to error: any Error, _ exchange: Exchange) -> Answer {
        guard let refusal = error as? Refusal else { return answer(toFault: error, exchange) }
        return answer(to: refusal, exchange)
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
        guard let key = RepeatedDownloads.Key(head), (try? forgetWhatChanged()) != nil else { return nil }
        let now = context.clock.now
        guard let known = repeated.find(key, now: now),
            let body = try? files.body(of: known.content, known.contentKey, in: context.files)
        else { return nil }
        if let session = known.session, sessions.needsTouch(session, now: now) {
            context.sessionUses.note(session.digest, at: now)
        }
        var response = known.response
        response.body = body
        if let tag = known.deliveryTag {
            if context.ledger.isComplete(tag) {
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
        _ answer: Answer, of granted: DownloadCache.Granted, _ tag: DeliveryTag?, _ exchange: Exchange
    ) {
        guard answer.response.status == .ok, let key = RepeatedDownloads.Key(exchange.head) else { return }
        let download = granted.download
        let response = download.plainAnswer ?? withoutBody(securityFields.apply(to: answer).preparingFields())
        download.plainAnswer = response
        let ends = [granted.endsAt, exchange.session?.session.validUntil].compactMap { $0 }
        repeated.keep(
            RepeatedDownloads.Entry(
                response: response, content: download.content, session: exchange.session?.session,
                deliveryTag: tag, endsAt: ends.min() ?? Timestamp(rawValue: .max)),
            for: key)
    }

    private func withoutBody(_ response: Response) -> Response {
        var response = response
        response.body = .empty
        return response
    }

    /// The one place where it is settled from where a request comes.
    private func exchange(_ head: RequestHead, _ peer: SocketAddress) -> Exchange {
        let client = context.forwarding.client(of: head, from: peer)
        // Where no proxy is named, whoever comes from this machine may be one, unless people use it on this machine.
        let isLocalProxy =
            !context.forwarding.isInForce && peer.isLoopback && !isForThisMachine
        return Exchange(
            head: head, client: client.address, isNetworkShared: client.isHidden || isLocalProxy,
            now: context.clock.now)
    }

    /// Finds out who asks: the first cookie that belongs to a living session counts.
    ///
    /// - Throws: `Refusal.misdirected`, or that the database cannot be asked.
    private func identify(_ exchange: inout Exchange) throws {
        guard context.hosts.accepts(exchange.head.target),
            context.hosts.accepts(exchange.head.host) || Site.isProbe(exchange.head)
        else { throw Refusal.misdirected }
        try forgetWhatChanged()
        let tokens = context.cookie.tokens(exchange.head)
        for token in tokens {
            guard let session = try sessions.find(token.digest, now: exchange.now, in: database) else { continue }
            if sessions.needsTouch(session, now: exchange.now) {
                context.sessionUses.note(session.digest, at: exchange.now)
            }
            exchange.session = SignedInSession(session: session, token: token)
            return
        }
        exchange.isSessionOver = !tokens.isEmpty
    }

    private func query(of head: RequestHead) throws -> Form {
        guard head.target.query != nil else { return .empty }
        do throws(FormError) {
            return try head.target.queryItems()
        } catch {
            throw Refusal.malformed
        }
    }

    private static func isProbe(_ head: RequestHead) -> Bool {
        head.target.path == Route.health.path || head.target.path == Route.ready.path
    }
}
