import ArgumentParser
import Catalogue
import Platform
import SQLite

extension ModuleCommand {
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
}
