import ArgumentParser
import Catalogue
import Codecs
import Nachlese

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
            throw ValidationError("give either --module or --series; a series holds all its modules")
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

    /// To what; empty where nothing was said.
    var target: AdmissionTarget {
        series.map { .series($0) } ?? .modules(module)
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

    /// For messages: `'2017-iv' and '2017-iii'`.
    var names: String {
        target.slugs.map { "'\($0)'" }.joined(separator: " and ")
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
