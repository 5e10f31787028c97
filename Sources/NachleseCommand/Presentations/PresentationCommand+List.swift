import ArgumentParser
import Catalogue
import SQLite

extension PresentationCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the presentations of a module in their order, withdrawn ones included.",
            discussion: """
                EXAMPLE
                  nachlese presentation list 2017-iv --json
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let presentations = try database.snapshot {
                try Presentation.all(of: Module.get(module, in: database).id, in: database)
            }
            try listing.write(.array(presentations.map(\.json)), or: Presentation.table(of: presentations))
        }
    }
}
