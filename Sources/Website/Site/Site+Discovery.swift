internal import HTTP
internal import Nachlese
internal import SQLite

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
        return document("robots.txt", Array(text.utf8), exchange)
    }

    /// The list of the public pages.
    func sitemap(_ exchange: Exchange) throws -> Answer {
        let sitemap = try database.snapshot {
            Sitemap(
                publications: try Publication.all(in: database), series: try Series.all(in: database).map(\.slug),
                officePages: try OfficePage.all(in: database), base: "\(context.settings.baseURL)")
        }
        return document("sitemap.xml", sitemap.document.bytes, exchange)
    }

    /// The reports as a feed, in German unless the address asks for another language: a feed reader tells nothing of
    /// its reader, and whoever caches it need not care.
    func feed(_ exchange: Exchange) throws -> Answer {
        let language = exchange.query["lang"].flatMap { Language(rawValue: $0) } ?? .german
        let feed = Feed(
            publications: try Publication.all(limit: Feed.longest, in: database), settings: context.settings,
            texts: .of(language))
        return document("feed.atom", feed.document.bytes, exchange)
    }

    /// Something to be read by programs, the same for everybody; asked for again it costs a few octets.
    private func document(_ name: String, _ bytes: [UInt8], _ exchange: Exchange) -> Answer {
        let asset = StaticAsset(name: name, bytes: bytes)
        return Answer(response: asset.response(to: exchange.head, cacheControl: "no-cache"), rules: .asset)
    }
}
