import Catalogue
import Nachlese

extension Page {
    /// A series with the rows of its published modules, the newest first.
    struct SeriesOverview {
        let series: Series
        let summary: RenderedReport
        let rows: [HTML]
    }

    /// The module held last of all.
    struct Newest {
        let module: ListedModule
        /// The beginning of its report.
        let teaser: String
        /// The first picture of its report, whose words are on its own page.
        let image: HTML?
    }

    /// The start page; `newest`: if there is any module.
    static func start(_ overview: [SeriesOverview], newest: Newest?, for context: PageContext) -> Page {
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

    /// The modules of a series as a list, or words where there is none.
    static func moduleList(_ rows: [HTML], _ context: PageContext) -> HTML {
        guard !rows.isEmpty else { return "<p class=\"empty\">\(context.moduleTexts.noModules)</p>\n" }
        return "<ul class=\"modules\">\n\(rows)</ul>\n"
    }
}
