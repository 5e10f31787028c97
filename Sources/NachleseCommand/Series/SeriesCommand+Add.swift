import ArgumentParser
import Catalogue
import Codecs
import Platform
import SQLite

extension SeriesCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a series.",
            discussion: """
                EXAMPLE
                  nachlese series add sozialplanung \\
                      --title "Kooperative Sozialplanung" --summary reihe.txt
                """)

        @Argument(help: "Its name in addresses, such as sozialplanung.", transform: Slug.read)
        var series: Slug
        @Option(help: "Its title.", transform: Label.read)
        var title: Label
        @Option(help: ArgumentHelp("A few sentences in report markup: a file, or - .", valueName: "file"))
        var summary: String?
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag = .german
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let summary = try summary.map(ReportText.read) ?? ""
            let database = try workspace.openForWriting(creating: true)
            _ = try database.transaction {
                try Series.add(
                    series, title: title, summary: summary, language: language, now: workspace.clock.now, in: $0)
            }
            Output.note("Added the series '\(series)'.")
            Output.note(
                "Next: nachlese module add \(series) SLUG --number I --title TITLE --date DATE --place PLACE "
                    + "--report FILE")
        }
    }
}
