import ArgumentParser
import Catalogue
import SQLite

extension ModuleCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a module with its report, its presentations and its pictures.",
            discussion: """
                EXAMPLE
                  nachlese module show 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let (found, series, presentations, pictures) = try database.snapshot {
                let found = try Module.get(module, in: database)
                return (
                    found, try Series.find(found.series, in: database)?.slug,
                    try Presentation.all(of: found.id, in: database), try Picture.all(of: found.id, in: database)
                )
            }
            var facts = Facts()
            facts.append("Module", "\(found.slug)")
            facts.append("Series", series?.description ?? "")
            facts.append("Number", found.number)
            facts.append("Title", found.title)
            facts.append("Date", "\(found.heldOn)")
            facts.append("Place", found.place)
            facts.append("State", found.state)
            var parts = [facts.rendered]
            if !presentations.isEmpty { parts.append(Presentation.table(of: presentations)) }
            if !pictures.isEmpty { parts.append(Picture.table(of: pictures, report: found.report)) }
            if !found.report.isEmpty { parts.append(found.report) }
            try listing.write(
                found.json(in: series, presentations: presentations, pictures: pictures),
                or: parts.joined(separator: "\n\n"))
        }
    }
}
