import ArgumentParser
import Catalogue
import Nachlese
import SQLite

extension ModuleCommand {
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
