import ArgumentParser
import Catalogue
import Platform
import SQLite

extension ModuleCommand {
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
}
