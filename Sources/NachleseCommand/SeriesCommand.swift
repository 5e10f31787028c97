import ArgumentParser
import Catalogue
import Codecs
import Nachlese
import SQLite

/// `nachlese series`: the training series that modules belong to.
struct SeriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series", abstract: "Series: what modules belong to.",
        subcommands: [Add.self, List.self, Edit.self, Remove.self])
}

extension SeriesCommand {
    struct Add: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let summary = try summary.map { try ReportText.read($0, in: context) } ?? ""
            _ = try await workspace.catalogue(creating: true).addSeries(
                series, title: title, summary: summary, language: language)
            context.note("Added the series '\(series)'.")
            context.note(
                "Next: nachlese module add \(series) SLUG --number I --title TITLE --date DATE --place PLACE "
                    + "--report FILE")
        }
    }

    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "List all series, the one with the newest module first.",
            discussion: """
                EXAMPLE
                  nachlese series list --json
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let rows = try database.snapshot {
                try Series.all(in: database).map { ($0, try Module.all(of: $0.id, in: database)) }
            }
            var table = Table("SERIES", "TITLE", "MODULES")
            for (series, modules) in rows { table.append("\(series.slug)", series.title, "\(modules.count)") }
            try context.write(
                listing,
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

    struct Edit: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            var change = CatalogueEditor.SeriesChange()
            change.title = title
            change.summary = try summary.map { try ReportText.read($0, in: context) }
            change.language = language
            _ = try await workspace.catalogue().change(series, by: change)
            context.note("Changed the series '\(series)'. A running server shows it at once.")
        }
    }

    struct Remove: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let catalogue = try workspace.catalogue()
            _ = try Series.get(series, in: workspace.openForReading())
            try confirmation.confirm("Remove the series '\(series)'", byTyping: "\(series)", in: context)
            try await catalogue.removeSeries(series)
            context.note("Removed the series '\(series)'.")
        }
    }
}

extension Workspace {
    /// Edits series and modules.
    func catalogue(creating: Bool = false) throws -> CatalogueEditor {
        CatalogueEditor(writer: try writer(creating: creating), store: folder.files, clock: clock)
    }
}

extension SeriesError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unknown: .notFound
        case .exists: .exists
        case .inUse: .failed
        }
    }

    var sentence: String {
        switch self {
        case .unknown(let slug): "there is no series '\(slug)'; see 'nachlese series list'"
        case .exists(let slug): "there is a series '\(slug)' already; 'nachlese series edit \(slug)' changes it"
        case .inUse(let slug, let modules): "series '\(slug)' still has modules (\(modules)); remove them first"
        }
    }
}
