import ArgumentParser
import Nachlese
import SQLite

/// `nachlese series`: the training series that modules belong to.
struct SeriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series", abstract: "Series: what modules belong to.",
        subcommands: [Add.self, List.self, Edit.self, Remove.self])
}

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

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all series, the one with the newest module first.",
            discussion: """
                EXAMPLE
                  nachlese series list --json
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let rows = try database.snapshot {
                try Series.all(in: database).map { ($0, try Module.all(of: $0.id, in: database)) }
            }
            var table = Table("SERIES", "TITLE", "MODULES")
            for (series, modules) in rows { table.append("\(series.slug)", series.title, "\(modules.count)") }
            try listing.write(
                .array(
                    rows.map { series, modules in
                        .object([
                            "slug": .string("\(series.slug)"), "title": .string(series.title),
                            "summary": .string(series.summary), "language": .string("\(series.language)"),
                            "modules": .array(modules.map { .string("\($0.slug)") }),
                            "created": .time(series.createdAt),
                        ])
                    }), or: table.rendered)
        }
    }

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

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a series that has no modules any more, with the admissions to it.",
            discussion: """
                EXAMPLE
                  nachlese series remove sozialplanung --yes
                """)

        @Argument(help: "The series.", transform: Slug.read)
        var series: Slug
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            _ = try Series.get(series, in: database)
            try confirmation.confirm("Remove the series '\(series)'", byTyping: "\(series)")
            try database.transaction { transaction in
                try Series.get(series, in: transaction.database).remove(in: transaction)
            }
            Output.note("Removed the series '\(series)'.")
        }
    }
}
