import Catalogue

extension Page {
    static func series(_ overview: SeriesOverview, for visit: Visit) -> Page {
        let series = overview.series
        let texts = visit.texts.modules
        return Page(
            title: series.title, hasTrail: true, trailTitle: Foreign.text(series.title, in: series.language, visit),
            subject: series.title, home: Link(.series(series.slug)),
            summary: ReportMarkup.plainText(of: series.summary, limit: 160),
            content: """
                <p class="kicker">\(texts.series)</p>
                <h1\(Foreign.attribute(series.language, visit))>\(series.title)</h1>
                <div class="lead"\(Foreign.attribute(series.language, visit))>\(overview.summary.html)</div>
                <h2>\(texts.modules)</h2>
                \(moduleList(overview.rows, visit))
                """)
    }
}
