import ArgumentParser
import Catalogue
import Nachlese
import Platform
import SQLite

extension PresentationCommand {
    struct Replace: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a corrected file in the place of the present one, which is kept as an older version.",
            discussion: """
                EXAMPLE
                  nachlese presentation replace 3 vortrag-korrigiert.pdf
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @Argument(help: "The corrected file.")
        var file: String
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            _ = try Presentation.get(id, in: database)
            let version = try Intake(store: workspace.folder.files, database: database).take(file) {
                ingested, transaction in
                var presentation = try Presentation.get(id, in: transaction.database)
                try presentation.replaceFile(
                    name: ingested.name, mediaType: ingested.mediaType, content: ingested.content,
                    now: workspace.clock.now, in: transaction)
                return presentation.file.number
            }
            Output.note("Presentation \(id) has version \(version) of its file now; its address is the same.")
        }
    }
}
