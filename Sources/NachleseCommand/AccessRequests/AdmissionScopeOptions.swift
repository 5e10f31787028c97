import ArgumentParser
import Catalogue
import Codecs

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
