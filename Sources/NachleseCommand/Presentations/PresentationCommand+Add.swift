import ArgumentParser
import Catalogue
import Codecs
import Nachlese
import Platform
import SQLite

extension PresentationCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a file to a module.",
            discussion: """
                EXAMPLES
                  nachlese presentation add 2017-iv vortrag.pdf \\
                      --title "Kooperation im Wettbewerb" \\
                      --organisation "Katholische Hochschule NRW"
                  nachlese presentation add 2017-iv programm.pdf --audience public
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The file; its name is the one people will save it under.")
        var file: String
        @Option(help: "Its title (default: the name of the file).", transform: Label.read)
        var title: Label?
        @Option(help: "Who spoke.", transform: Label.readOptional)
        var speaker: Label?
        @Option(help: "For which organisation.", transform: Label.readOptional)
        var organisation: Label?
        @Option(help: "Who may download it: admitted or public.", transform: Presentation.Audience.read)
        var audience: Presentation.Audience = .admitted
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag = .german
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            // Asked before the file is read, because that may take a while.
            _ = try Module.get(module, in: database)
            let none = try Label("", allowsEmpty: true)
            let intake = Intake(store: workspace.folder.files, database: database)
            let presentation = try intake.take(file) { ingested, transaction in
                try Presentation.add(
                    Presentation.Draft(
                        title: try title ?? Label(ingested.name.stem), speaker: speaker ?? none,
                        organisation: organisation ?? none, audience: audience, fileName: ingested.name,
                        mediaType: ingested.mediaType, content: ingested.content, language: language),
                    to: try Module.get(module, in: transaction.database).id, now: workspace.clock.now,
                    in: transaction)
            }
            let size = FileSize(presentation.file.content.size)
            Output.note("Added presentation \(presentation.id), '\(presentation.title)' (\(size)), to '\(module)'.")
            if case .published = try Module.get(module, in: database).visibility {
                Output.note("It is on the page /modules/\(module) now.")
            } else {
                Output.note("Next: nachlese module publish \(module)")
            }
        }
    }
}
