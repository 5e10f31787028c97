import Catalogue
import HTTP
import Nachlese

/// Answers with the start page.
struct StartHandler {
    let listing: ModuleListing

    func page(_ request: RequestContext) throws -> SiteResponse {
        try listing.page(.start, request) { list, context in
            let series = try Series.all(in: listing.reader.database)
            let newest = try list.modules.first.flatMap { try highlight($0) }
            return .start(
                series.map { listing.overview(of: $0, list, headings: 3) }, newest: newest, for: context)
        }
    }

    private func highlight(_ listed: ListedModule) throws -> Page.Newest? {
        guard let module = try Module.find(listed.heading.id, in: listing.reader.database) else { return nil }
        let pictures = ReportPictures(of: module.slug, try Picture.all(of: module.id, in: listing.reader.database))
        return Page.Newest(
            module: listed, teaser: ReportMarkup.plainText(of: module.report, limit: 220),
            image: ReportMarkup.pictures(in: module.report).lazy
                .compactMap { pictures.image($0, isDecoration: true) }.first)
    }
}

extension Page {
    /// The module held last of all.
    struct Newest {
        let module: ListedModule
        /// The beginning of its report.
        let teaser: String
        /// The first picture of its report, whose words are on its own page.
        let image: HTML?
    }

    /// The start page; `newest`: if there is any module.
    fileprivate static func start(_ overview: [SeriesOverview], newest: Newest?, for context: PageContext) -> Page {
        let texts = context.moduleTexts
        let name = context.settings.serviceName
        let newest = newest.map { highlight($0, context) }
        return Page(
            title: name, home: Link(.start), summary: texts.lead,
            content: """
                <h1>\(name)</h1>
                <p class="lead">\(texts.lead)</p>
                \(newest)\(overview.map { section($0, context) })\
                \("<p class=\"empty\">\(texts.noSeries)</p>\n", if: overview.isEmpty)
                """)
    }

    private static func highlight(_ newest: Newest, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        let heading = newest.module.heading
        return """
            <section class="newest" aria-labelledby="list_newest">
            <div>
            <h2 id="list_newest">\(texts.newest)</h2>
            <p class="title"><a href="\(context.href(.module(heading.slug)))">\
            \(ModuleTitle.html(heading, context))</a></p>
            <p class="teaser"\(ForeignText.attribute(heading.language, context))>\
            \(ObfuscatedEmail.prose(newest.teaser))</p>
            <p class="meta">\(ModuleDate.html(heading, context)) · \(texts.count(newest.module.presentationCount))</p>
            \(HTML.gap(.tally(heading.id)))</div>
            \(newest.image)
            </section>

            """
    }

    private static func section(_ overview: SeriesOverview, _ context: PageContext) -> HTML {
        let series = overview.series
        return """
            <section class="series">
            <h2><a href="\(context.href(.series(series.slug)))">\
            \(ForeignText.text(series.title, in: series.language, context))</a></h2>
            \(ForeignText.block(overview.summary.html, in: series.language, context))\
            \(moduleList(overview.rows, context))</section>

            """
    }
}
