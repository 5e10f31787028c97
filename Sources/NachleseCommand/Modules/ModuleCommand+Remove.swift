import ArgumentParser
import Nachlese
import SQLite

extension ModuleCommand {
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a module that has no presentations any more, with the admissions to it.",
            discussion: """
                EXAMPLE
                  nachlese module remove 2017-iv --yes
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            _ = try Module.get(module, in: database)
            try confirmation.confirm("Remove the module '\(module)'", byTyping: "\(module)")
            try database.transaction { transaction in
                try Module.get(module, in: transaction.database).remove(in: transaction)
            }
            Output.note("Removed the module '\(module)'.")
        }
    }
}
