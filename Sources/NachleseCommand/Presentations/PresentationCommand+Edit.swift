import ArgumentParser
import Catalogue
import Codecs
import SQLite

extension PresentationCommand {
    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a presentation says and who may download it; its address stays.",
            discussion: """
                EXAMPLE
                  nachlese presentation edit 3 --audience public
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @Option(help: "Its title.", transform: Label.read)
        var title: Label?
        @Option(help: "Who spoke.", transform: Label.readOptional)
        var speaker: Label?
        @Option(help: "For which organisation.", transform: Label.readOptional)
        var organisation: Label?
        @Option(help: "Who may download it: admitted or public.", transform: Presentation.Audience.read)
        var audience: Presentation.Audience?
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard title != nil || speaker != nil || organisation != nil || audience != nil || language != nil else {
                throw ValidationError(
                    "Nothing to change: give --title, --speaker, --organisation, --audience or --language")
            }
        }

        func run() throws {
            let database = try Workspace(data).openForWriting()
            try database.transaction { transaction in
                var changed = try Presentation.get(id, in: transaction.database)
                if let title { changed.title = title.text }
                if let speaker { changed.speaker = speaker.text }
                if let organisation { changed.organisation = organisation.text }
                if let audience { changed.audience = audience }
                if let language { changed.language = language }
                try changed.save(in: transaction)
            }
            Output.note("Changed presentation \(id). A running server shows it at once.")
        }
    }
}
