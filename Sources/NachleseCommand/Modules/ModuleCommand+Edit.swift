import ArgumentParser
import Catalogue
import Codecs
import Platform
import SQLite

extension ModuleCommand {
    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a module says; its address stays.",
            discussion: """
                EXAMPLE
                  nachlese module edit 2017-iv --report bericht.txt
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Option(help: "How the series counts it.", transform: Label.read)
        var number: Label?
        @Option(help: "Its title.", transform: Label.read)
        var title: Label?
        @Option(help: "The day it was held on.", transform: CalendarDate.read)
        var date: CalendarDate?
        @Option(help: "Where it was held.", transform: Label.readOptional)
        var place: Label?
        @Option(help: ArgumentHelp("The public report in report markup: a file, or - .", valueName: "file"))
        var report: String?
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag?
        @OptionGroup var data: DataOptions

        func validate() throws {
            let isChange =
                number != nil || title != nil || date != nil || place != nil || report != nil || language != nil
            guard isChange else {
                throw ValidationError(
                    "Nothing to change: give --number, --title, --date, --place, --report or --language")
            }
        }

        func run() throws {
            let workspace = try Workspace(data)
            let report = try report.map(ReportText.read)
            let database = try workspace.openForWriting()
            let missing = try database.transaction { transaction in
                var changed = try Module.get(module, in: transaction.database)
                if let number { changed.number = number.text }
                if let title { changed.title = title.text }
                if let date { changed.heldOn = date }
                if let place { changed.place = place.text }
                if let report { changed.report = report }
                if let language { changed.language = language }
                try changed.save(now: workspace.clock.now, in: transaction)
                return try changed.missingPictures(in: transaction.database)
            }
            Output.note("Changed the module '\(module)'. A running server shows it at once.")
            if let missing { Output.note(missing) }
        }
    }
}
