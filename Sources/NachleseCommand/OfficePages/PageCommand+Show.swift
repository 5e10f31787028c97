import ArgumentParser
import Codecs
import Letters
import Nachlese
import Platform

extension PageCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the text of a page that is in force.",
            discussion: """
                EXAMPLE
                  nachlese page show imprint --language en
                """)

        @Argument(
            help: ArgumentHelp("Which page.", valueName: "page"), transform: OfficePageName.Kind.read)
        var page: OfficePageName.Kind
        @Option(help: "The language of the text: de or en.", transform: Language.read)
        var language: Language = .german
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let name = OfficePageName(page, language)
            let shelf = OfficePageShelf(workspace.folder)
            let found = try shelf.look(
                for: name, now: workspace.clock.now, in: workspace.openForReadingIfThere())
            if let fault = found.fault { Output.note("Warning: \(fault); the text before it is in force.") }
            guard let text = found.page?.source else {
                throw CommandError(
                    .notFound, "there is no text \(shelf.path(of: name)); 'nachlese page init' writes a draft")
            }
            try Output.write(text)
        }
    }
}
