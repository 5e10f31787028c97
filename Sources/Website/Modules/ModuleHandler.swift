import Catalogue
import Codecs
import HTTP
import Nachlese

/// Answers with the page of a series, and with the report and the presentations of a module.
struct ModuleHandler {
    let listing: ModuleListing

    private var reader: StoreReader { listing.reader }
    private var pages: PageCache { listing.pages }
    private var modules: ModuleCache { listing.modules }
    private var renderer: PageRenderer { listing.renderer }

    func seriesPage(_ slug: Slug, _ request: RequestContext) throws -> SiteResponse {
        try listing.page(.series(slug), request) { list, context in
            guard let series = try Series.find(slug, in: reader.database) else { throw SiteError.notFound }
            return .series(listing.overview(of: series, list, headings: 2), for: context)
        }
    }

    func modulePage(_ slug: Slug, _ request: RequestContext) throws -> SiteResponse {
        let context = renderer.context(request)
        let offer = try modules.offer(of: slug) { try reader.snapshot { try self.offer(of: slug) } }
        let asked = request.query["file"].flatMap { Slug($0) }
        guard context.isMember else {
            return renderer.fill(try modulePage(slug, offer, asked, .guest, context), for: context)
        }
        return try reader.snapshot {
            guard let progress = try MemberProgress(context, reader), try progress.isAdmitted(to: offer) else {
                return renderer.fill(try modulePage(slug, offer, asked, .member, context), for: context)
            }
            let states = try progress.states(of: offer)
            var written = WrittenOnce<PresentationState>()
            return renderer.fill(try modulePage(slug, offer, asked, .admitted, context), for: context) { gap in
                guard case .state(let presentation) = gap, let state = states[presentation] else { return nil }
                return written.html(state) { $0.html(context) }
            }
        }
    }

    /// The page of a module; one that is not kept where somebody came for what is not there.
    private func modulePage(
        _ slug: Slug, _ offer: ModuleOffer, _ asked: Slug?, _ audience: PageCache.Audience, _ context: PageContext
    ) throws -> PageCache.Entry {
        func make() throws -> PageCache.Entry {
            try reader.snapshot {
                guard let module = try Module.find(slug, in: reader.database), module.isPublished,
                    let series = try Series.find(module.series, in: reader.database)
                else { throw SiteError.notFound }
                let impersonal = context.impersonal
                let heading = module.heading
                let pictures = try Picture.all(of: module.id, in: reader.database)
                let neighbours = try heading.neighbours(in: reader.database)
                let view = ModuleView(
                    module: heading, series: series,
                    report: modules.report(
                        .report(module.id, context.language), module.report, headings: 2,
                        subject: context.moduleTexts.title(module.number, module.title), module: module.slug,
                        pictures: pictures),
                    summary: ReportMarkup.plainText(of: module.report, limit: 160),
                    presentations: try offered(in: module), isAdmitted: audience == .admitted, asked: asked,
                    previous: neighbours.previous, next: neighbours.next)
                return renderer.keptPage(.module(view, for: impersonal), context)
            }
        }
        if let asked, !offer.has(asked) { return try make() }
        return try pages.page(PageCache.Key(.module(slug), file: asked, audience, context), make: make)
    }

    private func offer(of slug: Slug) throws -> ModuleOffer {
        guard let module = try Module.find(slug, in: reader.database) else { throw SiteError.notFound }
        switch module.visibility {
        case .draft: throw SiteError.notFound
        case .withdrawn: throw SiteError.withdrawn(from: nil)
        case .published(let publishedAt):
            return ModuleOffer(module, publishedAt: publishedAt, try offered(in: module))
        }
    }

    private func offered(in module: Module) throws -> [Presentation] {
        try Presentation.all(of: module.id, in: reader.database).filter { $0.withdrawnAt == nil }
    }
}
