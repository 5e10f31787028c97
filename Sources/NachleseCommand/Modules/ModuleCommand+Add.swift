import ArgumentParser
import Catalogue
import Codecs
import Platform
import SQLite

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
}
