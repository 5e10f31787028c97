import ArgumentParser
import Catalogue
import Codecs

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
