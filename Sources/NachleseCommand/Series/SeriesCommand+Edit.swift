import ArgumentParser
import Catalogue
import Codecs
import SQLite

extension SeriesCommand {
    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the title, the summary or the language of a series.",
            discussion: """
                EXAMPLE
                  nachlese series edit sozialplanung --title "Kooperative Sozialplanung 2016/17"
                """)

        @Argument(help: "The series.", transform: Slug.read)
        var series: Slug
        @Option(help: "The new title.", transform: Label.read)
        var title: Label?
        @Option(help: ArgumentHelp("The new summary in report markup: a file, or - .", valueName: "file"))
        var summary: String?
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard title != nil || summary != nil || language != nil else {
                throw ValidationError("Nothing to change: give --title, --summary or --language")
            }
        }

        func run() throws {
            let workspace = try Workspace(data)
            let summary = try summary.map(ReportText.read)
            let database = try workspace.openForWriting()
            try database.transaction { transaction in
                var changed = try Series.get(series, in: transaction.database)
                if let title { changed.title = title.text }
                if let summary { changed.summary = summary }
                if let language { changed.language = language }
                try changed.save(in: transaction)
            }
            Output.note("Changed the series '\(series)'. A running server shows it at once.")
        }
    }
}
