import ArgumentParser
import Catalogue
import Platform
import SQLite

extension PresentationCommand {
    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a presentation off its module's page; the file is kept.",
            discussion: """
                EXAMPLE
                  nachlese presentation withdraw 3
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            try database.transaction { transaction in
                var presentation = try Presentation.get(id, in: transaction.database)
                try presentation.withdraw(now: workspace.clock.now, in: transaction)
            }
            Output.note("Presentation \(id) is withdrawn; its address answers \"410 Gone\".")
            Output.note("To delete it with its files: nachlese presentation remove \(id)")
        }
    }
}
