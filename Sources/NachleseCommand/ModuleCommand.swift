import ArgumentParser
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
    struct Add: ParsableCommand {
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

        func run() throws {
            let workspace = try Workspace(data)
            let draft = Module.Draft(
                slug: module, number: number, title: title, heldOn: date,
                place: try place ?? Label("", allowsEmpty: true),
                report: try report.map(ReportText.read) ?? "", language: language)
            let database = try workspace.openForWriting()
            let missing = try database.transaction { transaction in
                let now = workspace.clock.now
                let series = try Series.get(series, in: transaction.database)
                var module = try Module.add(draft, to: series.id, now: now, in: transaction)
                if publish { try module.publish(now: now, in: transaction) }
                return try module.missingPictures(in: transaction.database)
            }
            Output.note("Added the module '\(module)', \(publish ? "public now" : "a draft that nobody sees yet").")
            if let missing { Output.note(missing) }
            Output.note("Next: nachlese presentation add \(module) FILE --title TITLE")
            if !publish { Output.note("Then: nachlese module publish \(module)") }
        }
    }

    struct List: ParsableCommand {
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

        func run() throws {
            let database = try Workspace(data).openForReading()
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
            try listing.write(
                .array(rows.map { $1.json(in: $0, presentations: $2, pictures: $3) }), or: table.rendered)
        }
    }

    struct Show: ParsableCommand {
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

        func run() throws {
            let database = try Workspace(data).openForReading()
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
            try listing.write(
                found.json(in: series, presentations: presentations, pictures: pictures),
                or: parts.joined(separator: "\n\n"))
        }
    }

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

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a module public: its report for everyone, its files for whom they are meant.",
            discussion: """
                EXAMPLE
                  nachlese module publish 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let missing = try database.transaction { transaction in
                var module = try Module.get(module, in: transaction.database)
                try module.publish(now: workspace.clock.now, in: transaction)
                return try module.missingPictures(in: transaction.database)
            }
            Output.note("The module '\(module)' is public now.")
            if let missing { Output.note(missing) }
            Output.note("Next: nachlese account issue EMAIL --name NAME --module \(module)")
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a module off the site; nothing is deleted.",
            discussion: """
                EXAMPLE
                  nachlese module withdraw 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            try database.transaction { transaction in
                var module = try Module.get(module, in: transaction.database)
                try module.withdraw(now: workspace.clock.now, in: transaction)
            }
            Output.note("The module '\(module)' is off the site; its address answers \"410 Gone\".")
            Output.note("To bring it back: nachlese module publish \(module)")
        }
    }

    struct Remove: ParsableCommand {
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

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            _ = try Module.get(module, in: database)
            try confirmation.confirm("Remove the module '\(module)'", byTyping: "\(module)")
            let left = try database.transaction { transaction in
                let module = try Module.get(module, in: transaction.database)
                let pictures = try Picture.all(of: module.id, in: transaction.database)
                try module.remove(in: transaction)
                return pictures.map(\.content)
            }
            try Intake(store: workspace.folder.files, database: database).discard(left)
            Output.note("Removed the module '\(module)'.")
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

    /// What is to be said of pictures that the report names and the module has not; nil when all is well.
    func missingPictures(in database: Database) throws -> String? {
        let there = Set(try Picture.all(of: id, in: database).map(\.name))
        let missing = ReportMarkup(report).pictures.filter { !there.contains($0) }
        guard let first = missing.first else { return nil }
        let names = missing.map { "'\($0)'" }.joined(separator: ", ")
        return """
            The report names pictures that '\(slug)' has not, and shows nothing there: \(names).
            Next: nachlese module picture add \(slug) \(first) --alt "What it shows"
            """
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
