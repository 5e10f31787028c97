import Catalogue
import Glibc
import HTTP
import Nachlese
import SQLite
import SystemPackage

extension Site {
    func startPage(_ request: RequestContext) throws -> SiteResponse {
        let context = context(request)
        return try listPage(.start, context) { list, impersonal in
            let series = try Series.all(in: database)
            let newest = try list.modules.first.flatMap { try highlight($0) }
            return .start(series.map { overview(of: $0, list, headings: 3) }, newest: newest, for: impersonal)
        }
    }

    func seriesPage(_ slug: Slug, _ request: RequestContext) throws -> SiteResponse {
        let context = context(request)
        return try listPage(.series(slug), context) { list, impersonal in
            guard let series = try Series.find(slug, in: database) else { throw SiteError.notFound }
            return .series(overview(of: series, list, headings: 2), for: impersonal)
        }
    }

    func modulePage(_ slug: Slug, _ request: RequestContext) throws -> SiteResponse {
        let context = context(request)
        let offer = try pages.offer(of: slug) { try database.snapshot { try self.offer(of: slug) } }
        let asked = request.query["file"].flatMap { Slug($0) }
        guard context.isMember else {
            return answer(with: try modulePage(slug, offer, asked, .guest, context), for: context)
        }
        return try database.snapshot {
            guard let member = try Member(context, in: database), try member.isAdmitted(to: offer, database) else {
                return answer(with: try modulePage(slug, offer, asked, .member, context), for: context)
            }
            let states = try member.states(of: offer, database)
            var written = WrittenOnce<PresentationState>()
            return answer(with: try modulePage(slug, offer, asked, .admitted, context), for: context) { gap in
                guard case .state(let presentation) = gap, let state = states[presentation] else { return nil }
                return written.html(state) { $0.html(context) }
            }
        }
    }

    /// All published modules, as the database is now.
    func moduleList(for context: PageContext) throws -> ModuleList {
        try pages.list(PageCache.Wording(context)) {
            try database.snapshot {
                ModuleList(
                    try ListedModule.all(in: database), series: try Series.all(in: database), context.impersonal)
            }
        }
    }

    /// A page that lists modules.
    private func listPage(
        _ route: Route, _ context: PageContext, _ make: (ModuleList, PageContext) throws -> Page
    ) throws -> SiteResponse {
        let key = PageCache.Key(route, context.isMember ? .member : .guest, context)
        func entry() throws -> PageCache.Entry {
            try pages.page(key) {
                try database.snapshot { keptPage(try make(moduleList(for: context), context.impersonal), context) }
            }
        }
        guard context.isMember else { return answer(with: try entry(), for: context) }
        return try database.snapshot {
            let entry = try entry()
            guard let member = try Member(context, in: database) else { return answer(with: entry, for: context) }
            let modules = try member.admitted(to: moduleList(for: context).modules, database)
            let tallies = try member.tallies(of: modules, database)
            var written = WrittenOnce<ModuleProgress>()
            return answer(with: entry, for: context) { gap in
                guard case .tally(let module) = gap, let tally = tallies[module] else { return nil }
                return written.html(tally) { $0.html(context) }
            }
        }
    }

    /// The page of a module; one that is not kept where somebody came for what is not there.
    private func modulePage(
        _ slug: Slug, _ offer: ModuleOffer, _ asked: Slug?, _ reader: PageCache.Reader, _ context: PageContext
    ) throws -> PageCache.Entry {
        func make() throws -> PageCache.Entry {
            try database.snapshot {
                guard let module = try Module.find(slug, in: database), module.isPublished,
                    let series = try Series.find(module.series, in: database)
                else { throw SiteError.notFound }
                let impersonal = context.impersonal
                let heading = module.heading
                let pictures = try Picture.all(of: module.id, in: database)
                let neighbours = try heading.neighbours(in: database)
                let view = ModuleView(
                    module: heading, series: series,
                    report: pages.report(
                        .report(module.id, context.language), module.report, headings: 2,
                        subject: context.moduleTexts.title(module.number, module.title), module: module.slug,
                        pictures: pictures),
                    summary: ReportMarkup.plainText(of: module.report, limit: 160),
                    presentations: try offered(in: module), isAdmitted: reader == .admitted, asked: asked,
                    previous: neighbours.previous, next: neighbours.next)
                return keptPage(.module(view, for: impersonal), context)
            }
        }
        if let asked, !offer.has(asked) { return try make() }
        return try pages.page(PageCache.Key(.module(slug), file: asked, reader, context), make: make)
    }

    private func offer(of slug: Slug) throws -> ModuleOffer {
        guard let module = try Module.find(slug, in: database) else { throw SiteError.notFound }
        switch module.visibility {
        case .draft: throw SiteError.notFound
        case .withdrawn: throw SiteError.withdrawn(from: nil)
        case .published(let publishedAt):
            return ModuleOffer(module, publishedAt: publishedAt, try offered(in: module))
        }
    }

    private func offered(in module: Module) throws -> [Presentation] {
        try Presentation.all(of: module.id, in: database).filter { $0.withdrawnAt == nil }
    }

    /// A series with its published modules, the newest first.
    private func overview(of series: Series, _ list: ModuleList, headings level: Int) -> Page.SeriesOverview {
        Page.SeriesOverview(
            series: series,
            summary: pages.report(.summary(series.id, headings: level), series.summary, headings: level),
            rows: list.rows { $0.series == series.id })
    }

    private func highlight(_ listed: ListedModule) throws -> Page.Newest? {
        guard let module = try Module.find(listed.heading.id, in: database) else { return nil }
        let pictures = ReportPictures(of: module.slug, try Picture.all(of: module.id, in: database))
        return Page.Newest(
            module: listed, teaser: ReportMarkup.plainText(of: module.report, limit: 220),
            image: ReportMarkup.pictures(in: module.report).lazy
                .compactMap { pictures.image($0, isDecoration: true) }.first)
    }

    /// Whether requests can be answered: the database was just asked, the files can be stored.
    func isReady() -> Bool {
        func isWritable(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK | X_OK) == 0 }
        let files = services.files.folder.string
        // The folder of the files is made with the first of them.
        return isWritable(files) || (errno == ENOENT && isWritable(services.folder.path.string))
    }
}
