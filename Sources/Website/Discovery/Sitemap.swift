import Catalogue
import Codecs
import Letters
import Nachlese

/// The list of the public pages for search engines (sitemaps.org), each in both languages.
struct Sitemap {
    /// The newest first.
    let publications: [Publication]
    let series: [Slug]
    let officePages: [OfficePage]
    let base: String

    /// A page with the moment of its last change, if that is known.
    private struct Entry {
        let link: Link
        let changedAt: Timestamp?
    }

    /// At most as many addresses as a sitemap may have (50,000), both languages counted.
    private static let longest = 25_000

    var document: HTML {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
        \(entries.prefix(Sitemap.longest).map(html))</urlset>

        """
    }

    private var entries: [Entry] {
        let reports = publications.map { Entry(link: Link(.module($0.slug)), changedAt: $0.changedAt) }
        let changes = Dictionary(publications.map { ($0.series, $0.changedAt) }, uniquingKeysWith: max)
        let lists = series.map { Entry(link: Link(.series($0)), changedAt: changes[$0]) }
        let kinds = OfficePageName.Kind.allCases.compactMap { kind -> Entry? in
            let changes = officePages.filter { $0.name.kind == kind }.map(\.adoptedAt)
            return changes.isEmpty ? nil : Entry(link: Link(.officePage(kind)), changedAt: changes.max())
        }
        let start = Entry(link: Link(.start), changedAt: publications.map(\.changedAt).max())
        return [start] + lists + reports + kinds
    }

    private func html(_ entry: Entry) -> HTML {
        let versions = Language.allCases.map { ($0, HTML(xml: base + PageLinks.path(entry.link, $0))) }
        let others = versions.map { language, address -> HTML in
            "<xhtml:link rel=\"alternate\" hreflang=\"\(language.rawValue)\" href=\"\(address)\"/>\n"
        }
        let changed = entry.changedAt.map { "<lastmod>\($0.internetText)</lastmod>\n" as HTML }
        return "\(versions.map { "<url>\n<loc>\($0.1)</loc>\n\(changed)\(others)</url>\n" as HTML })"
    }
}
