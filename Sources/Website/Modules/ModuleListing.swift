import Catalogue
import HTTP
import Nachlese

/// Answers with pages that list modules.
struct ModuleListing {
    let reader: StoreReader
    let pages: PageCache
    let modules: ModuleCache
    let renderer: PageRenderer

    /// All published modules, as the database is now.
    func list(for context: PageContext) throws -> ModuleList {
        try modules.list(PageCache.Variant(context)) {
            try reader.snapshot {
                ModuleList(
                    try ListedModule.all(in: reader.database), series: try Series.all(in: reader.database),
                    context.impersonal)
            }
        }
    }

    /// A page with the list, and how far its reader got with each module; `make` writes what all its readers see.
    func page(
        _ route: Route, _ request: RequestContext, _ make: (ModuleList, PageContext) throws -> Page
    ) throws -> SiteResponse {
        let context = renderer.context(request)
        let key = PageCache.Key(route, context.isMember ? .member : .guest, context)
        func entry() throws -> PageCache.Entry {
            try pages.page(key) {
                try reader.snapshot { renderer.keptPage(try make(list(for: context), context.impersonal), context) }
            }
        }
        guard context.isMember else { return renderer.fill(try entry(), for: context) }
        return try reader.snapshot {
            let entry = try entry()
            guard let progress = try MemberProgress(context, reader) else { return renderer.fill(entry, for: context) }
            let tallies = try progress.tallies(of: progress.admitted(to: list(for: context).modules))
            return renderer.fill(entry, for: context, content: tallies.content(context))
        }
    }

    /// A series with its published modules, the newest first.
    func overview(of series: Series, _ list: ModuleList, headings level: Int) -> SeriesOverview {
        SeriesOverview(
            series: series,
            summary: modules.report(.summary(series.id, headings: level), series.summary, headings: level),
            rows: list.rows { $0.series == series.id })
    }
}
