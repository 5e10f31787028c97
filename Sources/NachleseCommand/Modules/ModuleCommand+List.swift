import ArgumentParser
import Catalogue
import SQLite

extension ModuleCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the modules of one series, or of all.",
            discussion: """
                EXAMPLES
                  nachlese module list
                  nachlese module list sozialplanung --json
                """)

        @Argument(help: "Only the modules of this series.", transform: Slug.read)
        var series: Slug?
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let rows = try database.snapshot {
                let chosen = try series.map { [try Series.get($0, in: database)] } ?? Series.all(in: database)
                return try chosen.flatMap { series in
                    try Module.all(of: series.id, in: database).map { module in
                        (
                            series.slug, module, try Presentation.all(of: module.id, in: database),
                            try Picture.all(of: module.id, in: database)
                        )
                    }
                }
            }
            var table = Table("MODULE", "SERIES", "NUMBER", "DATE", "STATE", "FILES", "TITLE")
            for (series, module, presentations, _) in rows {
                table.append(
                    "\(module.slug)", "\(series)", module.number, "\(module.heldOn)", module.state,
                    "\(presentations.count)", module.title)
            }
            try listing.write(
                .array(rows.map { $1.json(in: $0, presentations: $2, pictures: $3) }), or: table.rendered)
        }
    }
}
