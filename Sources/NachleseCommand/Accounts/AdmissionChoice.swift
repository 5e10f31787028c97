import ArgumentParser
import Catalogue
import Codecs
import Members
import SQLite

/// What every command that admits can be told: to what, and until when.
protocol AdmissionChoice {
    var module: [Slug] { get }
    var series: Slug? { get }
    /// The last day.
    var until: CalendarDate? { get }
}

extension AdmissionChoice {
    /// - Throws: `ValidationError` when both modules and a series were named.
    func validateScope() throws {
        guard module.isEmpty || series == nil else {
            throw ValidationError("Give either --module or --series; a series holds all its modules")
        }
    }

    /// The end of the last day, Central European Time.
    ///
    /// - Throws: `CommandError` when it has passed.
    func end(now: Timestamp) throws(CommandError) -> Timestamp? {
        guard let until else { return nil }
        let end = LocalTime.end(of: until)
        guard now < end else {
            throw CommandError(.badInput, "\(until) has passed; give a day to come with --until")
        }
        return end
    }

    /// The scopes, each once; empty where nothing was said.
    ///
    /// - Throws: `SeriesError`, `ModuleError` when one is not there.
    func scopes(in database: Database) throws -> [(slug: Slug, scope: Admission.Scope)] {
        if let series { return [(series, .series(try Series.get(series, in: database).id))] }
        var seen: Set<Slug> = []
        return try module.filter { seen.insert($0).inserted }.map { slug in
            (slug, .module(try Module.get(slug, in: database).id))
        }
    }
}
