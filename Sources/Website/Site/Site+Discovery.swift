import Catalogue
import Codecs
import HTTP
import Nachlese
import SQLite

extension Site {
    /// What search engines may read: everything public; members' pages and forms say themselves that they are not for
    /// them.
    func robots(_ exchange: Exchange) -> Answer {
        let text = """
            User-agent: *
            Disallow: \(Route.account.path)
            Disallow: \(Route.health.path)
            Disallow: \(Route.ready.path)

            Sitemap: \(context.settings.baseURL)\(Route.sitemap.path)

            """
        return document(.plainText, exchange) { Array(text.utf8) }
    }

    /// The list of the public pages.
    func sitemap(_ exchange: Exchange) throws -> Answer {
        try document(.xml, exchange) {
            try database.snapshot {
                Sitemap(
                    publications: try Publication.all(hasReports: false, in: database),
                    series: try Series.all(in: database).map(\.slug),
                    officePages: try OfficePage.all(in: database), base: "\(context.settings.baseURL)"
                ).document.bytes
            }
        }
    }

    /// The reports as a feed, in German unless the address asks for another language: a feed reader tells nothing of
    /// its reader, and whoever caches it need not care.
    func feed(_ exchange: Exchange) throws -> Answer {
        let language = exchange.query["lang"].flatMap { Language(rawValue: $0) } ?? .german
        return try document(.atom, in: language, exchange) {
            Feed(
                publications: try Publication.all(limit: Feed.longest, hasReports: true, in: database),
                settings: context.settings,
                texts: .of(language)
            ).document.bytes
        }
    }

    /// Something to be read by programs, the same for everybody; made once for each state of the database, and asked
    /// for again it costs a few octets.
    private func document(
        _ type: MediaType, in language: Language? = nil, _ exchange: Exchange, _ make: () throws -> [UInt8]
    ) rethrows -> Answer {
        let name = "\(language?.rawValue ?? "") \(type.text)"
        let asset = try documents[name] ?? StaticAsset(type, bytes: make())
        documents[name] = asset
        return Answer(response: asset.response(to: exchange.head, cacheControl: "no-cache"), rules: .asset)
    }
}
