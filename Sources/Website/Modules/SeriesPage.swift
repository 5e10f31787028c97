import Catalogue

extension Page {
    static func series(_ overview: SeriesOverview, for context: PageContext) -> Page {
        let series = overview.series
        let texts = context.moduleTexts
        return Page(
            title: series.title, hasTrail: true, trailTitle: ForeignText.text(series.title, in: series.language, context),
            subject: series.title, home: Link(.series(series.slug)),
            summary: ReportMarkup.plainText(of: series.summary, limit: 160),
            content: """
                <p class="kicker">\(texts.series)</p>
                <h1\(ForeignText.attribute(series.language, context))>\(series.title)</h1>
                <div class="lead"\(ForeignText.attribute(series.language, context))>\(overview.summary.html)</div>
                <h2>\(texts.modules)</h2>
                \(moduleList(overview.rows, context))
                """)
    }
}
