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
    static func start(_ overview: [SeriesOverview], newest: Newest?, for visit: Visit) -> Page {
        let texts = visit.texts.modules
        let name = visit.settings.serviceName
        let newest = newest.map { highlight($0, visit) }
        return Page(
            title: name, home: Link(.start), summary: texts.lead,
            content: """
                <h1>\(name)</h1>
                <p class="lead">\(texts.lead)</p>
                \(newest)\(overview.map { section($0, visit) })\
                \("<p class=\"empty\">\(texts.noSeries)</p>\n", if: overview.isEmpty)
                """)
    }

    private static func highlight(_ newest: Newest, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let heading = newest.module.heading
        return """
            <section class="newest" aria-labelledby="list_newest">
            <div>
            <h2 id="list_newest">\(texts.newest)</h2>
            <p class="title"><a href="\(visit.href(.module(heading.slug)))">\
            \(ModuleTitle.html(heading, visit))</a></p>
            <p class="teaser"\(Foreign.attribute(heading.language, visit))>\
            \(GuardedAddress.prose(newest.teaser))</p>
            <p class="meta">\(ModuleDate.html(heading, visit)) · \(texts.count(newest.module.presentationCount))</p>
            \(HTML.gap(.tally(heading.id)))</div>
            \(newest.image)
            </section>

            """
    }

    private static func section(_ overview: SeriesOverview, _ visit: Visit) -> HTML {
        let series = overview.series
        return """
            <section class="series">
            <h2><a href="\(visit.href(.series(series.slug)))">\
            \(Foreign.text(series.title, in: series.language, visit))</a></h2>
            \(Foreign.block(overview.summary.html, in: series.language, visit))\
            \(moduleList(overview.rows, visit))</section>

            """
    }

    /// The modules of a series as a list, or words where there is none.
    static func moduleList(_ rows: [HTML], _ visit: Visit) -> HTML {
        guard !rows.isEmpty else { return "<p class=\"empty\">\(visit.texts.modules.noModules)</p>\n" }
        return "<ul class=\"modules\">\n\(rows)</ul>\n"
    }
}
