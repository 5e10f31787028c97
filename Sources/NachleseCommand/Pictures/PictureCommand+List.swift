import ArgumentParser
import Catalogue
import SQLite

extension PictureCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the pictures of a module.",
            discussion: """
                EXAMPLE
                  nachlese module picture list 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let (report, pictures) = try database.snapshot {
                let module = try Module.get(module, in: database)
                return (module.report, try Picture.all(of: module.id, in: database))
            }
            try listing.write(
                .array(pictures.map(\.json)), or: Picture.table(of: pictures, report: report))
        }
    }
}
