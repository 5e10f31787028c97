import ArgumentParser
import Catalogue
import SQLite

extension SeriesCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all series, the one with the newest module first.",
            discussion: """
                EXAMPLE
                  nachlese series list --json
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let rows = try database.snapshot {
                try Series.all(in: database).map { ($0, try Module.all(of: $0.id, in: database)) }
            }
            var table = Table("SERIES", "TITLE", "MODULES")
            for (series, modules) in rows { table.append("\(series.slug)", series.title, "\(modules.count)") }
            try listing.write(
                .array(
                    rows.map { series, modules in
                        .object([
                            "slug": .string("\(series.slug)"), "title": .string(series.title),
                            "summary": .string(series.summary), "language": .string("\(series.language)"),
                            "modules": .array(modules.map { .string("\($0.slug)") }),
                            "created": .time(series.createdAt),
                        ])
                    }), or: table.rendered)
        }
    }
}
