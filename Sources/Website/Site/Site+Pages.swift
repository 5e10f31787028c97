internal import Glibc
internal import HTTP
internal import Nachlese
internal import SQLite
internal import SystemPackage

extension Site {
    func startPage(_ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            let overview = try Series.all(in: database).map { try self.overview(of: $0) }
            let newest = try Module.newest(in: database).map { try row(for: $0) }
            return page(.start(overview, newest: newest, for: visit), for: visit)
        }
    }

    func seriesPage(_ slug: Slug, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            guard let series = try Series.find(slug, in: database) else { throw Refusal.notFound }
            return page(.series(try overview(of: series), for: visit), for: visit)
        }
    }

    func modulePage(_ slug: Slug, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            guard let module = try Module.find(slug, in: database) else { throw Refusal.notFound }
            switch module.visibility {
            case .draft: throw Refusal.notFound
            case .withdrawn: throw Refusal.withdrawn
            case .published: break
            }
            guard let series = try Series.find(module.series, in: database) else { throw Refusal.notFound }
            let siblings = try Module.all(of: module.series, in: database).filter(\.isPublished)
            let place = siblings.firstIndex { $0.id == module.id } ?? 0
            let isAdmitted = try visit.account.map {
                try Admission.covers(module, account: $0.id, now: exchange.now, in: database)
            }
            let view = ModuleView(
                module: module, series: series,
                presentations: try Presentation.all(of: module.id, in: database).filter { $0.withdrawnAt == nil },
                isAdmitted: isAdmitted ?? false, asked: exchange.query["file"].flatMap { Slug($0) },
                previous: place > 0 ? siblings[place - 1] : nil,
                next: place + 1 < siblings.count ? siblings[place + 1] : nil)
            return page(.module(view, for: visit), for: visit)
        }
    }

    /// A series with its published modules, the newest first.
    private func overview(of series: Series) throws -> Page.SeriesOverview {
        let modules = try Module.all(of: series.id, in: database).filter(\.isPublished).reversed()
        return Page.SeriesOverview(series: series, modules: try modules.map { try row(for: $0) })
    }

    func row(for module: Module) throws -> ModuleRow {
        let offered = try Presentation.all(of: module.id, in: database).filter { $0.withdrawnAt == nil }
        return ModuleRow(module: module, presentationCount: offered.count)
    }

    /// Whether requests can be answered: the database was just asked, the files can be stored.
    func isReady() -> Bool {
        func isWritable(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK | X_OK) == 0 }
        let files = context.files.folder.string
        // The folder of the files is made with the first of them.
        return isWritable(files) || (errno == ENOENT && isWritable(context.folder.path.string))
    }
}
