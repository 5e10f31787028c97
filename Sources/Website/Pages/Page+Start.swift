internal import Nachlese

extension Page {
    /// A series with its published modules, the newest first.
    struct SeriesOverview {
        let series: Series
        let modules: [ModuleRow]
    }

    /// The start page; `newest` is the module held last of all, if there is any.
    static func start(_ overview: [SeriesOverview], newest: ModuleRow?, for visit: Visit) -> Page {
        let texts = visit.texts.modules
        let name = visit.settings.serviceName
        let highlight = newest.map { row -> HTML in
            """
            <section class="newest" aria-labelledby="list_newest">
            <h2 id="list_newest">\(texts.newest)</h2>
            <p class="title"><a href="\(visit.href(.module(row.module.slug)))">\
            \(texts.title(row.module.number, row.module.title))</a></p>
            <p class="teaser">\(ReportMarkup(row.module.report).plainText(limit: 220))</p>
            <p class="meta">\(ModuleDate.html(row.module, visit)) · \(texts.count(row.presentationCount))</p>
            </section>

            """
        }
        return Page(
            title: name, address: Link(.start), summary: texts.lead,
            content: """
                <h1>\(name)</h1>
                <p class="lead">\(texts.lead)</p>
                \(highlight)\(overview.map { section($0, visit) })\
                \("<p class=\"empty\">\(texts.noSeries)</p>\n", if: overview.isEmpty)
                """)
    }

    private static func section(_ overview: SeriesOverview, _ visit: Visit) -> HTML {
        let series = overview.series
        return """
            <section class="series">
            <h2><a href="\(visit.href(.series(series.slug)))">\(series.title)</a></h2>
            \(HTML(report: ReportMarkup(series.summary), headings: 3))\
            \(moduleList(overview.modules, visit))</section>

            """
    }

    /// The modules of a series as a list, or words where there is none.
    static func moduleList(_ modules: [ModuleRow], _ visit: Visit) -> HTML {
        guard !modules.isEmpty else { return "<p class=\"empty\">\(visit.texts.modules.noModules)</p>\n" }
        return "<ul class=\"modules\">\n\(modules.map { $0.html(visit) })</ul>\n"
    }
}
