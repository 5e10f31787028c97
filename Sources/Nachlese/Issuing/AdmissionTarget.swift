package import Catalogue
package import Members
package import SQLite

/// To what somebody is to be admitted, as it is named: modules, or a series with all its modules.
package enum AdmissionTarget: Equatable, Sendable {
    case modules([Slug])
    case series(Slug)

    /// The names, as they were given.
    package var slugs: [Slug] {
        switch self {
        case .modules(let slugs): slugs
        case .series(let slug): [slug]
        }
    }

    package var isEmpty: Bool { slugs.isEmpty }

    /// The scopes, each once.
    ///
    /// - Throws: `ModuleError`, `SeriesError` when one is not there, `SQLiteError`.
    package func scopes(in database: Database) throws -> [(slug: Slug, scope: Admission.Scope)] {
        switch self {
        case .series(let slug): return [(slug, .series(try Series.get(slug, in: database).id))]
        case .modules(let slugs):
            var seen: Set<Slug> = []
            return try slugs.filter { seen.insert($0).inserted }.map { slug in
                (slug, .module(try Module.get(slug, in: database).id))
            }
        }
    }
}
