import ArgumentParser
import Catalogue
import SQLite

extension SeriesCommand {
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a series that has no modules any more, with the admissions to it.",
            discussion: """
                EXAMPLE
                  nachlese series remove sozialplanung --yes
                """)

        @Argument(help: "The series.", transform: Slug.read)
        var series: Slug
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            _ = try Series.get(series, in: database)
            try confirmation.confirm("Remove the series '\(series)'", byTyping: "\(series)")
            try database.transaction { transaction in
                try Series.get(series, in: transaction.database).remove(in: transaction)
            }
            Output.note("Removed the series '\(series)'.")
        }
    }
}
