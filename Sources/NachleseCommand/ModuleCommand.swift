import ArgumentParser
import Catalogue
import Codecs
import Nachlese
import SQLite

/// `nachlese module`: events with a public report and presentations.
struct ModuleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "module", abstract: "Modules: an event, its public report and its presentations.",
        subcommands: [
            Add.self, List.self, Show.self, Edit.self, Publish.self, Withdraw.self, Remove.self,
            PictureCommand.self,
        ])
}

extension ModuleCommand {
    struct Add: Command {
        static let configuration = CommandConfiguration(
            abstract: "Add a module to a series; it stays a draft until it is published.",
            discussion: """
                EXAMPLES
                  nachlese module add sozialplanung 2017-iv --number IV \\
                      --title "Netzwerke und Kooperation" --date 2017-02-02 \\
                      --place Erfurt --report bericht.txt
                  nachlese module add sozialplanung 2017-v --number V \\
                      --title Ausblick --date 1.6.2017 --report - --publish
                """)

        @Argument(help: "The series it belongs to.", transform: Slug.read)
        var series: Slug
        @Argument(help: "Its name in addresses, such as 2017-iv.", transform: Slug.read)
        var module: Slug
        @Option(help: "How the series counts it, such as IV.", transform: Label.read)
        var number: Label
        @Option(help: "Its title.", transform: Label.read)
        var title: Label
        @Option(help: "The day it was held on: 2017-02-02 or 2.2.2017.", transform: CalendarDate.read)
        var date: CalendarDate
        @Option(help: "Where it was held.", transform: Label.readOptional)
        var place: Label?
        @Option(help: ArgumentHelp("The public report in report markup: a file, or - .", valueName: "file"))
        var report: String?
        @Flag(help: "Make it public at once.")
        var publish = false
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag = .german
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let draft = Module.Draft(
                slug: module, number: number, title: title, heldOn: date, place: place ?? Label(),
                report: try report.map { try ReportText.read($0, in: context) } ?? "", language: language)
            let added = try await workspace.catalogue().addModule(draft, to: series, publishing: publish)
            context.note("Added the module '\(module)', \(publish ? "public now" : "a draft that nobody sees yet").")
            added.noteMissingPictures(in: context)
            context.note("Next: nachlese presentation add \(module) FILE --title TITLE")
            if !publish { context.note("Then: nachlese module publish \(module)") }
        }
    }

    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "List the modules of one series, or of all.",
            discussion: """
                EXAMPLES
                  nachlese module list
                  nachlese module list sozialplanung --json
                """)

        @Argument(help: "Only the modules of this series.", transform: Slug.read)
        var series: Slug?
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let rows = try database.snapshot {
                let chosen = try series.map { [try Series.get($0, in: database)] } ?? Series.all(in: database)
                return try chosen.flatMap { series in
                    try Module.all(of: series.id, in: database).map { module in
                        (
                            series.slug, module, try Presentation.all(of: module.id, in: database),
                            try Picture.all(of: module.id, in: database)
                        )
                    }
                }
            }
            var table = Table("MODULE", "SERIES", "NUMBER", "DATE", "STATE", "FILES", "TITLE")
            for (series, module, presentations, _) in rows {
                table.append(
                    "\(module.slug)", "\(series)", module.number, "\(module.heldOn)", module.state,
                    "\(presentations.count)", module.title)
            }
            try context.write(
                listing,
                .array(rows.map { $1.json(in: $0, presentations: $2, pictures: $3) }), or: table.rendered)
        }
    }

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "Show a module with its report, its presentations and its pictures.",
            discussion: """
                EXAMPLE
                  nachlese module show 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let (found, series, presentations, pictures) = try database.snapshot {
                let found = try Module.get(module, in: database)
                return (
                    found, try Series.find(found.series, in: database)?.slug,
                    try Presentation.all(of: found.id, in: database), try Picture.all(of: found.id, in: database)
                )
            }
            var facts = Facts()
            facts.append("Module", "\(found.slug)")
            facts.append("Series", series?.description ?? "")
            facts.append("Number", found.number)
            facts.append("Title", found.title)
            facts.append("Date", "\(found.heldOn)")
            facts.append("Place", found.place)
            facts.append("State", found.state)
            var parts = [facts.rendered]
            if !presentations.isEmpty { parts.append(Presentation.table(of: presentations)) }
            if !pictures.isEmpty { parts.append(Picture.table(of: pictures, report: found.report)) }
            if !found.report.isEmpty { parts.append(found.report) }
            try context.write(
                listing,
                found.json(in: series, presentations: presentations, pictures: pictures),
                or: parts.joined(separator: "\n\n"))
        }
    }

    struct Edit: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            var change = CatalogueEditor.ModuleChange()
            change.number = number
            change.title = title
            change.heldOn = date
            change.place = place
            change.report = try report.map { try ReportText.read($0, in: context) }
            change.language = language
            let changed = try await workspace.catalogue().change(module, by: change)
            context.note("Changed the module '\(module)'. A running server shows it at once.")
            changed.noteMissingPictures(in: context)
        }
    }

    struct Publish: Command {
        static let configuration = CommandConfiguration(
            abstract: "Make a module public: its report for everyone, its files for whom they are meant.",
            discussion: """
                EXAMPLE
                  nachlese module publish 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let published = try await Workspace(data, context).catalogue().publishModule(module)
            context.note("The module '\(module)' is public now.")
            published.noteMissingPictures(in: context)
            context.note("Next: nachlese account issue EMAIL --name NAME --module \(module)")
        }
    }

    struct Withdraw: Command {
        static let configuration = CommandConfiguration(
            abstract: "Take a module off the site; nothing is deleted.",
            discussion: """
                EXAMPLE
                  nachlese module withdraw 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            try await Workspace(data, context).catalogue().withdrawModule(module)
            context.note("The module '\(module)' is off the site; its address answers \"410 Gone\".")
            context.note("To bring it back: nachlese module publish \(module)")
        }
    }

    struct Remove: Command {
        static let configuration = CommandConfiguration(
            abstract: "Remove a module without presentations, with its pictures and the admissions to it.",
            discussion: """
                EXAMPLE
                  nachlese module remove 2017-iv --yes
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let catalogue = try workspace.catalogue()
            _ = try Module.get(module, in: workspace.openForReading())
            try confirmation.confirm("Remove the module '\(module)'", byTyping: "\(module)", in: context)
            try await catalogue.removeModule(module)
            context.note("Removed the module '\(module)'.")
        }
    }
}

extension Module {
    /// Whether the public sees it, as a word that programs may rely on.
    var state: String {
        switch visibility {
        case .draft: "draft"
        case .published: "published"
        case .withdrawn: "withdrawn"
        }
    }

    /// Everything about the module, with the presentations and pictures that are given.
    func json(in series: Slug?, presentations: [Presentation], pictures: [Picture]) -> JSON {
        var publishedAt: Timestamp?
        var withdrawnAt: Timestamp?
        switch visibility {
        case .draft: break
        case .published(let moment): publishedAt = moment
        case .withdrawn(let moment): withdrawnAt = moment
        }
        return .object([
            "slug": .string("\(slug)"), "series": .optional(series?.description), "number": .string(number),
            "title": .string(title), "date": .string("\(heldOn)"), "place": .string(place), "state": .string(state),
            "published": .time(publishedAt), "withdrawn": .time(withdrawnAt), "created": .time(createdAt),
            "report": .string(report), "language": .string("\(language)"),
            "presentations": .array(presentations.map(\.json)),
            "pictures": .array(pictures.map(\.json)),
        ])
    }
}

extension CatalogueEditor.EditedModule {
    fileprivate func noteMissingPictures(in context: CommandContext) {
        guard let first = missingPictures.first else { return }
        let names = missingPictures.map { "'\($0)'" }.joined(separator: ", ")
        context.note(
            """
            The report names pictures that '\(module.slug)' has not, and shows nothing there: \(names).
            Next: nachlese module picture add \(module.slug) \(first) --alt "What it shows"
            """)
    }
}

extension ModuleError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unknown: .notFound
        case .exists, .alreadyWithdrawn, .alreadyPublished: .exists
        case .inUse, .notPublished: .failed
        }
    }

    var sentence: String {
        switch self {
        case .unknown(let slug): "there is no module '\(slug)'; see 'nachlese module list'"
        case .exists(let slug): "there is a module '\(slug)' already; 'nachlese module edit \(slug)' changes it"
        case .inUse(let slug, let presentations):
            "module '\(slug)' still has presentations (\(presentations)); remove them first"
        case .alreadyWithdrawn: "it is withdrawn already"
        case .alreadyPublished(let slug): "module '\(slug)' is public already"
        case .notPublished(let slug): "module '\(slug)' is a draft that nobody sees; 'module remove' removes it"
        }
    }
}
