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
    let language: Language

    private var texts: ModuleTexts { .of(language) }

    var document: HTML {
        let base = "\(settings.baseURL)"
        let updated = publications.map(\.changedAt).max() ?? Timestamp(rawValue: 0)
        let author = settings.office.name.isEmpty ? settings.serviceName : settings.office.name
        let own = base + PageLinks.path(Link(.feed), language)
        let start = base + PageLinks.path(Link(.start), language)
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.rawValue)">
            <id>\(HTML(xml: own))</id>
            <title>\(HTML(xml: settings.serviceName))</title>
            <subtitle>\(HTML(xml: texts.lead))</subtitle>
            <updated>\(updated.internetText)</updated>
            <author><name>\(HTML(xml: author))</name></author>
            <link rel="self" type="application/atom+xml" href="\(HTML(xml: own))"/>
            <link rel="alternate" type="text/html" href="\(HTML(xml: start))"/>
            \(publications.map { entry($0, base) })</feed>

            """
    }

    private func entry(_ publication: Publication, _ base: String) -> HTML {
        let title = texts.title(publication.number, publication.title)
        let summary = ObfuscatedEmail.withoutAddresses(ReportMarkup.plainText(of: publication.report, limit: 400))
        let address = base + PageLinks.path(Link(.module(publication.slug)), language)
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

extension HTML {
    /// A text for an XML document: without what XML 1.0 cannot hold (section 2.2), escaped.
    init(xml text: String) {
        let scalars = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...0x10FFFF: true
            default: false
            }
        }
        self.init(text: String(String.UnicodeScalarView(scalars)))
    }
}

extension Timestamp {
    /// A moment as RFC 3339 has it, in UTC; what no four digits of a year can say is 1970.
    var internetText: String {
        let day = rawValue >= 0 ? rawValue / 86_400 : (rawValue - 86_399) / 86_400
        guard let date = CalendarDate(daysSince1970: day) else { return "1970-01-01T00:00:00Z" }
        let second = rawValue - day * 86_400
        let parts = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    /// The day of it in UTC.
    var internetDay: String { String(internetText.prefix(10)) }
}
