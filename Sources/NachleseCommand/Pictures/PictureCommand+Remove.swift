import ArgumentParser
import Catalogue
import Nachlese
import SQLite

extension PictureCommand {
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a picture with its file; the report shows nothing in its place.",
            discussion: """
                EXAMPLE
                  nachlese module picture remove 2017-iv saal.jpg --yes
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The picture's name, as the report has it.", transform: PictureName.read)
        var picture: PictureName
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            _ = try Picture.get(picture, of: Module.get(module, in: database), in: database)
            try confirmation.confirm("Delete the picture '\(picture)' of '\(module)'", byTyping: "\(picture)")
            let content = try database.transaction { transaction in
                let module = try Module.get(module, in: transaction.database)
                let removed = try Picture.get(picture, of: module, in: transaction.database)
                try removed.remove(in: transaction)
                return removed.content
            }
            try Intake(store: workspace.folder.files, database: database).discard([content])
            Output.note("Deleted the picture '\(picture)' of '\(module)'.")
        }
    }
}
