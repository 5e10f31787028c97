import ArgumentParser
import Nachlese
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
    func scopes(in database: Database) throws -> [(slug: Slug, scope: Admission.Scope)] {
        if let series { return [(series, .series(try Series.get(series, in: database).id))] }
        var seen: Set<Slug> = []
        return try module.filter { seen.insert($0).inserted }.map { slug in
            (slug, .module(try Module.get(slug, in: database).id))
        }
    }
}

/// What somebody is admitted to, and until when.
struct AdmissionOptions: ParsableArguments, AdmissionChoice {
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Modules, one or several.", valueName: "module"),
        transform: Slug.read)
    var module: [Slug] = []
    @Option(help: "A series with all its modules, those to come included.", transform: Slug.read)
    var series: Slug?
    @Option(help: "The last day of the admission: 2027-06-30 or 30.6.2027.", transform: CalendarDate.read)
    var until: CalendarDate?

    func validate() throws {
        try validateScope()
        guard until == nil || !module.isEmpty || series != nil else {
            throw ValidationError("--until is the end of an admission: give --module or --series, too")
        }
    }

    var isEmpty: Bool { module.isEmpty && series == nil }

    /// For messages: `'2017-iv' and '2017-iii'`.
    var names: String {
        (series.map { [$0] } ?? module).map { "'\($0)'" }.joined(separator: " and ")
    }
}

/// To what a request is accepted, and until when; each can be left to the request.
struct AdmissionScopeOptions: ParsableArguments, AdmissionChoice {
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
        try validateScope()
    }
}
