import Catalogue
import Codecs
import Letters
import Nachlese

/// The Atom feed of the reports (RFC 4287), in one language.
///
/// Identifiers are tags (RFC 4151) of the site's host, so they stay the same when a report is corrected, and in
/// whichever language the feed is read.
struct Feed {
    /// How many reports it holds at most.
    static let longest = 50

    /// The newest first.
    let publications: [Publication]
    let settings: Settings
    let texts: Texts

    var document: HTML {
        let base = "\(settings.baseURL)"
        let updated = publications.map(\.changedAt).max() ?? Timestamp(rawValue: 0)
        let author = settings.office.name.isEmpty ? settings.serviceName : settings.office.name
        let own = base + HeadLinks.path(Link(.feed), texts.language)
        let start = base + HeadLinks.path(Link(.start), texts.language)
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(texts.language.rawValue)">
            <id>\(HTML(xml: own))</id>
            <title>\(HTML(xml: settings.serviceName))</title>
            <subtitle>\(HTML(xml: texts.modules.lead))</subtitle>
            <updated>\(updated.internetText)</updated>
            <author><name>\(HTML(xml: author))</name></author>
            <link rel="self" type="application/atom+xml" href="\(HTML(xml: own))"/>
            <link rel="alternate" type="text/html" href="\(HTML(xml: start))"/>
            \(publications.map { entry($0, base) })</feed>

            """
    }

    private func entry(_ publication: Publication, _ base: String) -> HTML {
        let title = texts.modules.title(publication.number, publication.title)
        let summary = GuardedAddress.withoutAddresses(ReportMarkup.plainText(of: publication.report, limit: 400))
        let address = base + HeadLinks.path(Link(.module(publication.slug)), texts.language)
        let tag = "tag:\(settings.baseURL.host),\(publication.createdAt.internetDay):modules/\(publication.slug)"
        return """
            <entry xml:lang="\(publication.language.rawValue)">
            <id>\(HTML(xml: tag))</id>
            <title>\(HTML(xml: title))</title>
            <published>\(publication.publishedAt.internetText)</published>
            <updated>\(publication.changedAt.internetText)</updated>
            <link rel="alternate" type="text/html" href="\(HTML(xml: address))"/>
            \("<summary>\(HTML(xml: summary))</summary>\n", if: !summary.isEmpty)\
            </entry>

            """
    }
}
