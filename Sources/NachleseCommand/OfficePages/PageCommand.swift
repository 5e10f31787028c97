import ArgumentParser
import Letters

/// `nachlese page`: the texts of imprint, privacy, accessibility and contact.
struct PageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Pages: imprint, privacy, accessibility, contact.",
        discussion: """
            A page is a text file in the folder 'pages' of the data folder, named after the page and its language, such \
            as imprint.de.txt, in report markup: '# ' begins a heading, '- ' an item of a list, an empty line ends a \
            paragraph. Its first heading is the title of the page.

            A changed file is in force within seconds, also on a running server. From a broken one nothing is taken: \
            the text before it stays. Without the file the page says that its text is missing.

            EXAMPLES
              nachlese page init
              nachlese page check
            """,
        subcommands: [List.self, Show.self, Check.self, Begin.self])
}

extension OfficePageName.Kind {
    /// Reads the name of a page that was typed.
    @Sendable static func read(_ text: String) throws -> OfficePageName.Kind {
        guard let kind = OfficePageName.Kind(rawValue: text) else {
            throw BadArgument("write one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return kind
    }
}
