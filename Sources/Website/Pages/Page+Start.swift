import Catalogue
import Nachlese

extension Page {
    /// A series with its published modules, the newest first.
    struct SeriesOverview {
        let series: Series
        let modules: [ModuleRow]
    }

    /// The start page; `newest` is the module held last of all, if there is any.
    static func start(
        _ overview: [SeriesOverview], newest: ModuleRow?, pictures: [Picture] = [], for visit: Visit
    ) -> Page {
        let texts = visit.texts.modules
        let name = visit.settings.serviceName
        let highlight = newest.map { Page.newest($0, pictures, visit) }
        return Page(
            title: name, home: Link(.start), summary: texts.lead,
            content: """
                <h1>\(name)</h1>
                <p class="lead">\(texts.lead)</p>
                \(highlight)\(overview.map { section($0, visit) })\
                \("<p class=\"empty\">\(texts.noSeries)</p>\n", if: overview.isEmpty)
                """)
    }

    /// The module held last, with the first picture of its report, whose words are on its own page.
    private static func newest(_ row: ModuleRow, _ pictures: [Picture], _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let report = ReportMarkup(row.module.report)
        let shown = ReportPictures(of: row.module.slug, pictures)
        let image = report.pictures.lazy.compactMap { shown.image($0, isDecoration: true) }.first
        return """
            <section class="newest" aria-labelledby="list_newest">
            <div>
            <h2 id="list_newest">\(texts.newest)</h2>
            <p class="title"><a href="\(visit.href(.module(row.module.slug)))">\
            \(ModuleTitle.html(row.module, visit))</a></p>
            <p class="teaser"\(Foreign.attribute(row.module.language, visit))>\
            \(GuardedAddress.prose(report.plainText(limit: 220)))</p>
            <p class="meta">\(ModuleDate.html(row.module, visit)) · \(texts.count(row.presentationCount))</p>
            \(row.tally?.html(visit))</div>
            \(image)
            </section>

            """
    }

    private static func section(_ overview: SeriesOverview, _ visit: Visit) -> HTML {
        let series = overview.series
        return """
            <section class="series">
            <h2><a href="\(visit.href(.series(series.slug)))">\
            \(Foreign.text(series.title, in: series.language, visit))</a></h2>
            \(Foreign.block(HTML(report: ReportMarkup(series.summary), headings: 3), in: series.language, visit))\
            \(moduleList(overview.modules, visit))</section>

            """
    }

    /// The modules of a series as a list, or words where there is none.
    static func moduleList(_ modules: [ModuleRow], _ visit: Visit) -> HTML {
        guard !modules.isEmpty else { return "<p class=\"empty\">\(visit.texts.modules.noModules)</p>\n" }
        return "<ul class=\"modules\">\n\(modules.map { $0.html(visit) })</ul>\n"
    }
}
