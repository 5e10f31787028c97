import Catalogue

/// A series with the rows of its published modules, the newest first.
struct SeriesOverview {
    let series: Series
    let summary: RenderedReport
    let rows: [HTML]
}

extension Page {
    static func series(_ overview: SeriesOverview, for context: PageContext) -> Page {
        let series = overview.series
        let texts = context.moduleTexts
        return Page(
            title: series.title, hasTrail: true,
            trailTitle: ForeignText.text(series.title, in: series.language, context),
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

    /// The modules of a series as a list, or words where there is none.
    static func moduleList(_ rows: [HTML], _ context: PageContext) -> HTML {
        guard !rows.isEmpty else { return "<p class=\"empty\">\(context.moduleTexts.noModules)</p>\n" }
        return "<ul class=\"modules\">\n\(rows)</ul>\n"
    }
}
