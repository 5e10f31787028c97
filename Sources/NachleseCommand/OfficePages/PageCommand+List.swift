import ArgumentParser
import Codecs
import Letters
import Nachlese
import Platform

extension PageCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all pages: which have a text, since when, and what is refused.",
            discussion: """
                EXAMPLE
                  nachlese page list
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let shelf = OfficePageShelf(workspace.folder)
            let database = try workspace.openForReadingIfThere()
            let now = workspace.clock.now
            let found = try OfficePageName.all.map { try shelf.look(for: $0, now: now, in: database) }
            var table = Table("PAGE", "LANGUAGE", "SINCE", "FILE")
            for page in found {
                table.append(
                    page.name.kind.rawValue, page.name.language.rawValue, page.page?.adoptedAt.local ?? "missing",
                    page.fault.map { "refused: \($0.reason)" } ?? "")
            }
            try listing.write(
                .array(
                    found.map { page in
                        .object([
                            "page": .string(page.name.kind.rawValue),
                            "language": .string(page.name.language.rawValue),
                            "file": .string("\(shelf.path(of: page.name))"),
                            "since": .time(page.page?.adoptedAt),
                            "refused": .optional(page.fault?.description),
                        ])
                    }), or: table.rendered)
        }
    }
}
