import ArgumentParser
import Catalogue
import Nachlese
import SQLite

extension PresentationCommand {
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a presentation with all versions of its file.",
            discussion: """
                EXAMPLE
                  nachlese presentation remove 3 --yes
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let title = try Presentation.get(id, in: database).title
            try confirmation.confirm("Delete presentation \(id), '\(title)', with its files", byTyping: "\(id)")
            let left = try database.transaction { transaction in
                let before = Set(try StoredFile.allNamed(in: transaction.database))
                try Presentation.get(id, in: transaction.database).remove(in: transaction)
                return before.subtracting(try StoredFile.allNamed(in: transaction.database))
            }
            try Intake(store: workspace.folder.files, database: database).discard(left)
            Output.note("Deleted presentation \(id), '\(title)', with its files.")
        }
    }
}
