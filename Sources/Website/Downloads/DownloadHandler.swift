import Catalogue
import Codecs
import HTTP
import Members
import Nachlese

/// Decides about downloads and sends them.
///
/// What was decided is kept for as long as the database has not changed. Not shared: each worker has its own.
///
/// `@exclusivity(unchecked)`, here and in what it uses: touched on the worker's thread only, by accesses that call nothing
/// which could come back here; the checks were 2.5 % of the instructions of a download.
final class DownloadHandler {
    private let reader: StoreReader
    private let files: OpenFileCache
    private let ledger: DownloadLedger
    private let settings: Settings
    private let securityFields: SecurityFields
    @safe @exclusivity(unchecked) private var granted = DownloadCache()
    @safe @exclusivity(unchecked) private var repeated = RepeatedResponseCache()

    init(
        reader: StoreReader, files: OpenFileCache, ledger: DownloadLedger, settings: Settings,
        securityFields: SecurityFields
    ) {
        self.reader = reader
        self.files = files
        self.ledger = ledger
        self.settings = settings
        self.securityFields = securityFields
    }

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        granted.removeAll()
        repeated.removeAll()
    }

    /// The answer to a request that was made and answered just so before, and what is known of that.
    func repeatedResponse(
        to key: RepeatedResponseCache.Key, now: Timestamp
    ) -> (Response, RepeatedResponseCache.Entry)? {
        guard let known = repeated.find(key, now: now),
            let body = try? files.body(of: known.content, known.contentKey)
        else { return nil }
        var response = known.response
        response.body = body
        if let tag = known.deliveryTag {
            if ledger.isComplete(tag) {
                repeated.noteComplete(known, for: key)
            } else {
                response.deliveryTag = tag
            }
        }
        return (response, known)
    }

    /// The way that nearly every other download goes: what was decided before still holds.
    func granted(_ request: RequestContext) throws -> SiteResponse? {
        guard request.isReading else { return nil }
        let isShown: Bool
        switch request.head.target.query {
        case nil: isShown = false
        case "view": isShown = true
        default: return nil
        }
        let path = request.head.target.path
        guard let granted = granted.find(path, for: downloader(request), now: request.now) else { return nil }
        var answer = try answer(with: granted.download, request, isShown: isShown)
        let tag = deliveryTag(of: granted.download, request)
        keep(answer, of: granted, tag, request)
        answer.response.deliveryTag = tag
        return answer
    }

    /// Decides about a download and sends it.
    func download(
        _ module: Slug, _ presentation: Slug, _ fileName: String, _ request: RequestContext
    ) throws -> SiteResponse {
        let account = downloader(request)
        let decision = try DownloadDecision.decide(
            module: module, presentation: presentation, account: account, now: request.now, in: reader.database)
        switch decision {
        case .granted(let grant):
            let isShown = request.query["view"] != nil
            guard grant.name.rawValue.utf8.elementsEqual(fileName.utf8) else {
                let current = Route.presentation(
                    module: module, presentation: presentation, fileName: grant.name.rawValue)
                return .redirect(.permanentRedirect, to: Link(current, isShown ? [("view", "")] : []).text)
            }
            let granted = granted.keep(grant, at: request.head.target.path, for: account)
            var answer = try answer(with: granted.download, request, isShown: isShown)
            answer.response.deliveryTag = deliveryTag(of: granted.download, request)
            return answer
        case .signInNeeded:
            if request.session != nil {
                throw SiteError.ownPasswordNeeded(next: .module(module, file: presentation))
            }
            let asked = Route.presentation(module: module, presentation: presentation, fileName: fileName)
            throw SiteError.signInNeeded(next: asked.path)
        case .notAdmitted: throw SiteError.notAdmitted(module)
        case .withdrawn:
            let found = try Module.visibility(of: module, in: reader.database)
            if case .published? = found?.visibility { throw SiteError.withdrawn(from: module) }
            throw SiteError.withdrawn(from: nil)
        case .unknown: throw SiteError.notFound
        }
    }

    /// Keeps a whole download that was granted, for whoever asks for it just so again.
    ///
    /// The answer is not tagged yet: what is kept of it is the same for everybody.
    private func keep(
        _ answer: SiteResponse, of granted: DownloadCache.Granted, _ tag: DeliveryTag?, _ request: RequestContext
    ) {
        guard answer.response.status == .ok, let key = RepeatedResponseCache.Key(request.head) else { return }
        let download = granted.download
        let response = download.plainAnswer ?? securityFields.apply(to: answer).preparingFields().withoutBody
        download.plainAnswer = response
        let ends = [granted.endsAt, request.session?.session.validUntil].compactMap { $0 }
        repeated.keep(
            RepeatedResponseCache.Entry(
                response: response, content: download.content, session: request.session?.session,
                deliveryTag: tag, endsAt: ends.min() ?? Timestamp(rawValue: .max)),
            for: key)
    }

    private func answer(with download: Download, _ request: RequestContext, isShown: Bool) throws -> SiteResponse {
        download.answer(to: request.head, isShown: isShown, from: try files.open(download.content))
    }

    /// Set where it is to be told how much of the file reaches the person: not for guests, about whom nothing is kept.
    private func deliveryTag(of download: Download, _ request: RequestContext) -> DeliveryTag? {
        guard request.head.method == .get, let account = downloader(request) else { return nil }
        return ledger.tag(for: account, download.fileVersion, addedAt: download.addedAt)
    }

    /// The account that counts for a download: nobody's while an own password is still required.
    private func downloader(_ request: RequestContext) -> Account.ID? {
        guard let session = request.session, !session.mustChoosePassword(settings) else { return nil }
        return session.session.account.id
    }
}

extension Response {
    fileprivate var withoutBody: Response {
        var response = self
        response.body = .empty
        return response
    }
}

/// A file version as it is offered to everybody who is granted it.
///
/// It names its content and does not keep it open. Not shared between workers, but between the people of one.
final class Download {
    let fileVersion: FileVersion.ID
    let addedAt: Timestamp
    let content: StoredFile
    /// The answer to a plain request for all of it, without its body and with its fields written out, once one was
    /// made.
    var plainAnswer: Response?

    private let name: String
    private let validators: Validators
    private let mediaType: MediaType
    private let isViewable: Bool

    init(_ grant: DownloadDecision.Grant) {
        fileVersion = grant.fileVersion
        addedAt = grant.addedAt
        content = grant.content
        name = grant.name.rawValue
        validators = Validators(
            entityTag: EntityTag(grant.content.hexadecimal), lastModified: grant.addedAt.rawValue)
        mediaType = MediaType(fileName: name)
        isViewable = mediaType.isViewable
    }

    /// The answer to a request for it, to be seen rather than saved where that is asked for and possible.
    ///
    /// `file` is the content, opened.
    func answer(to head: RequestHead, isShown: Bool, from file: OpenFile) -> SiteResponse {
        let isShown = isShown && isViewable
        let representation = FileRepresentation(
            file, validators: validators, mediaType: mediaType,
            disposition: ContentDisposition(isShown ? .inline : .attachment, fileName: name),
            cacheControl: "private, no-cache")
        return SiteResponse(
            response: representation.response(to: head),
            rules: isShown && mediaType == .pdf ? .shownPDF : .file)
    }
}
