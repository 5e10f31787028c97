import Catalogue
import Nachlese
import SQLite
import Website

/// Whether the pages to which old addresses lead are there.
enum RedirectTargets {
    /// A sentence for each line that leads to a series or a module that nobody can see.
    static func warnings(of table: RedirectTable, in workspace: Workspace) throws -> [String] {
        guard !table.rules.isEmpty, let database = try workspace.openForReadingIfThere() else { return [] }
        return try database.snapshot {
            try table.rules.compactMap { rule in
                let place = "\(workspace.folder.redirects), line \(rule.line)"
                if let slug = rule.module, try Module.find(slug, in: database)?.isPublished != true {
                    return "\(place): there is no public module '\(slug)'"
                }
                if let slug = rule.series, try Series.find(slug, in: database) == nil {
                    return "\(place): there is no series '\(slug)'"
                }
                return nil
            }
        }
    }
}
