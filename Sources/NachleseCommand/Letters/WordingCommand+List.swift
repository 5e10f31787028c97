import ArgumentParser
import Codecs
import Letters
import Nachlese

extension WordingCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all wordings: which are the office's, and what is refused.",
            discussion: """
                EXAMPLE
                  nachlese mail wording list
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let shelf = WordingShelf(workspace.folder)
            let database = try workspace.openForReadingIfThere()
            let found = try WordingName.all.map { try shelf.look(for: $0, in: database) }
            var table = Table("MAIL", "LANGUAGE", "WORDING", "FILE")
            for wording in found {
                table.append(
                    wording.name.kind.rawValue, wording.name.language.rawValue, wording.origin.rawValue,
                    wording.fault.map { "refused: \($0.reason)" } ?? "")
            }
            try listing.write(
                .array(
                    found.map { wording in
                        .object([
                            "kind": .string(wording.name.kind.rawValue),
                            "language": .string(wording.name.language.rawValue),
                            "origin": .string(wording.origin.rawValue),
                            "file": .string("\(shelf.path(of: wording.name))"),
                            "refused": .optional(wording.fault?.description),
                        ])
                    }), or: table.rendered)
        }
    }
}
