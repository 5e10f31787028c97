import ArgumentParser
import Nachlese
import SQLite

/// To what a request is accepted, and until when; each can be left to the request.
struct AdmissionScopeOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Modules, one or several (default: that of the request).", valueName: "module"),
        transform: Slug.read)
    var module: [Slug] = []
    @Option(help: "A series with all its modules, those to come included.", transform: Slug.read)
    var series: Slug?
    @Option(help: "The last day of the admission: 2027-06-30 or 30.6.2027.", transform: CalendarDate.read)
    var until: CalendarDate?

    func validate() throws {
        guard module.isEmpty || series == nil else {
            throw ValidationError("Give either --module or --series; a series holds all its modules")
        }
    }

    /// The end of the last day, Central European Time.
    ///
    /// - Throws: `Complaint` when it has passed.
    func end(now: Timestamp) throws(Complaint) -> Timestamp? {
        guard let until else { return nil }
        let end = LocalTime.end(of: until)
        guard now < end else {
            throw Complaint(.badInput, "\(until) has passed; give a day to come with --until")
        }
        return end
    }

    /// The scopes, each once; empty where nothing was said.
    ///
    /// - Throws: `CatalogueError` when one is not there.
    func scopes(in database: Database) throws -> [Admission.Scope] {
        if let series { return [.series(try Series.get(series, in: database).id)] }
        var seen: Set<Slug> = []
        return try module.filter { seen.insert($0).inserted }.map { .module(try Module.get($0, in: database).id) }
    }
}
