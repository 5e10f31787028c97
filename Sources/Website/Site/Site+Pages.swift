import Catalogue
import Glibc
import HTTP
import Nachlese
import SQLite
import SystemPackage

extension Site {
    func startPage(_ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            let member = try Member(visit, in: database)
            let overview = try Series.all(in: database).map { try self.overview(of: $0, for: member) }
            let newest = try Module.newest(in: database)
            return page(
                .start(
                    overview, newest: try newest.map { try row(for: $0, member) },
                    pictures: try newest.map { try Picture.all(of: $0.id, in: database) } ?? [], for: visit),
                for: visit)
        }
    }

    func seriesPage(_ slug: Slug, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            guard let series = try Series.find(slug, in: database) else { throw Refusal.notFound }
            return page(.series(try overview(of: series, for: Member(visit, in: database)), for: visit), for: visit)
        }
    }

    func modulePage(_ slug: Slug, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        return try database.snapshot {
            guard let module = try Module.find(slug, in: database) else { throw Refusal.notFound }
            switch module.visibility {
            case .draft: throw Refusal.notFound
            case .withdrawn: throw Refusal.withdrawn(from: nil)
            case .published: break
            }
            guard let series = try Series.find(module.series, in: database) else { throw Refusal.notFound }
            let siblings = try Module.all(of: module.series, in: database).filter(\.isPublished)
            let place = siblings.firstIndex { $0.id == module.id } ?? 0
            let offered = try offered(in: module)
            let states = try Member(visit, in: database)?.states(of: offered, in: module, database)
            let view = ModuleView(
                module: module, series: series,
                presentations: offered, isAdmitted: states != nil, asked: exchange.query["file"].flatMap { Slug($0) },
                previous: place > 0 ? siblings[place - 1] : nil,
                next: place + 1 < siblings.count ? siblings[place + 1] : nil,
                pictures: try Picture.all(of: module.id, in: database), states: states ?? [:])
            return page(.module(view, for: visit), for: visit)
        }
    }

    /// A series with its published modules, the newest first.
    private func overview(of series: Series, for member: Member?) throws -> Page.SeriesOverview {
        let modules = try Module.all(of: series.id, in: database).filter(\.isPublished).reversed()
        return Page.SeriesOverview(series: series, modules: try modules.map { try row(for: $0, member) })
    }

    func row(for module: Module, _ member: Member?) throws -> ModuleRow {
        let offered = try offered(in: module)
        let states = try member?.states(of: offered, in: module, database)
        return ModuleRow(
            module: module, presentationCount: offered.count, tally: states.map { ModuleTally(Array($0.values)) })
    }

    private func offered(in module: Module) throws -> [Presentation] {
        try Presentation.all(of: module.id, in: database).filter { $0.withdrawnAt == nil }
    }

    /// Whether requests can be answered: the database was just asked, the files can be stored.
    func isReady() -> Bool {
        func isWritable(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK | X_OK) == 0 }
        let files = context.files.folder.string
        // The folder of the files is made with the first of them.
        return isWritable(files) || (errno == ENOENT && isWritable(context.folder.path.string))
    }
}
