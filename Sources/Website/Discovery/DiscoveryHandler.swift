import Catalogue
import Codecs
import HTTP
import Nachlese

/// Answers with what programs read of the site: the same for everybody, made once for each state of the database.
final class DiscoveryHandler {
    private let reader: StoreReader
    private let settings: Settings
    private var documents: [String: StaticAsset] = [:]

    init(reader: StoreReader, settings: Settings) {
        self.reader = reader
        self.settings = settings
    }

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        documents.removeAll(keepingCapacity: true)
    }

    /// What search engines may read: everything public; members' pages and forms say themselves that they are not for
    /// them.
    func robots(_ request: RequestContext) -> SiteResponse {
        let text = """
            User-agent: *
            Disallow: \(Route.account.path)
            Disallow: \(Route.health.path)
            Disallow: \(Route.ready.path)

            Sitemap: \(settings.baseURL)\(Route.sitemap.path)

            """
        return document(.plainText, request) { Array(text.utf8) }
    }

    /// The list of the public pages.
    func sitemap(_ request: RequestContext) throws -> SiteResponse {
        let database = reader.database
        return try document(.xml, request) {
            try reader.snapshot {
                Sitemap(
                    publications: try Publication.all(hasReports: false, in: database),
                    series: try Series.all(in: database).map(\.slug),
                    officePages: try OfficePage.all(in: database), base: "\(settings.baseURL)"
                ).document.bytes
            }
        }
    }

    /// The reports as a feed, in German unless the address asks for another language: a feed reader tells nothing of
    /// its reader, and whoever caches it need not care.
    func feed(_ request: RequestContext) throws -> SiteResponse {
        let language = request.query["lang"].flatMap { Language(rawValue: $0) } ?? .german
        return try document(.atom, in: language, request) {
            Feed(
                publications: try Publication.all(limit: Feed.longest, hasReports: true, in: reader.database),
                settings: settings, language: language
            ).document.bytes
        }
    }

    /// Asked for again, it costs a few bytes.
    private func document(
        _ type: MediaType, in language: Language? = nil, _ request: RequestContext, _ make: () throws -> [UInt8]
    ) rethrows -> SiteResponse {
        let name = "\(language?.rawValue ?? "") \(type.text)"
        let asset = try documents[name] ?? StaticAsset(type, bytes: make())
        documents[name] = asset
        return SiteResponse(response: asset.response(to: request.head, cacheControl: "no-cache"), rules: .asset)
    }
}
