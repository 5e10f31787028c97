import ArgumentParser
import Catalogue
import Codecs
import SQLite

extension PresentationCommand {
    struct Order: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the order in which a module lists its presentations.",
            discussion: """
                EXAMPLE
                  nachlese presentation order 2017-iv 3 1 2
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The numbers of all its presentations in the order wanted.", transform: Presentation.readID)
        var ids: [Presentation.ID]
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            try database.transaction { transaction in
                let module = try Module.get(module, in: transaction.database)
                try Presentation.order(ids, of: module, in: transaction)
            }
            let order = ids.map(\.description).joined(separator: " ")
            Output.note("The presentations of '\(module)' are in the order \(order).")
        }
    }
}
