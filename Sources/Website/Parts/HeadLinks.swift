import Codecs
import Nachlese

/// What the head of a page tells machines: where the page is at home, its other language, what it is about; or that it
/// is not for search engines.
enum HeadLinks {
    static func html(_ page: Page, _ visit: Visit) -> HTML {
        let texts = visit.texts.layout
        let feed = HeadLinks.path(Link(.feed), visit.language)
        return """
            \(description(page).map { "<meta name=\"description\" content=\"\($0)\">\n" as HTML })\
            \(page.home.map { home(of: page, at: $0, visit) } ?? unindexed)\
            <link rel="alternate" type="application/atom+xml" title="\(texts.feed)" href="\(feed)">

            """
    }

    /// Members' pages, forms, and what is not there: nothing for a search.
    private static let unindexed: HTML = "<meta name=\"robots\" content=\"noindex\">\n"

    private static func home(of page: Page, at address: Link, _ visit: Visit) -> HTML {
        let base = "\(visit.settings.baseURL)"
        let own = base + path(address, visit.language)
        let versions = Language.allCases.map { language -> HTML in
            "<link rel=\"alternate\" hreflang=\"\(language.rawValue)\" href=\"\(base + path(address, language))\">\n"
        }
        return """
            <link rel="canonical" href="\(own)">
            \(versions)\
            <link rel="alternate" hreflang="x-default" href="\(base + address.text)">
            <meta property="og:type" content="\(page.isArticle ? "article" : "website")">
            <meta property="og:title" content="\(page.title)">
            \(description(page).map { "<meta property=\"og:description\" content=\"\($0)\">\n" as HTML })\
            <meta property="og:url" content="\(own)">
            <meta property="og:site_name" content="\(visit.settings.serviceName)">
            <meta property="og:locale" content="\(visit.texts.layout.locale)">

            """
    }

    private static func description(_ page: Page) -> String? {
        guard let summary = page.summary, !summary.isEmpty else { return nil }
        return GuardedAddress.withoutAddresses(summary)
    }

    /// The address of a page in a language: without a choice it is German for whoever asks for no other.
    static func path(_ link: Link, _ language: Language) -> String {
        guard language != .german else { return link.text }
        var link = link
        link.add("lang", language.rawValue)
        return link.text
    }
}
