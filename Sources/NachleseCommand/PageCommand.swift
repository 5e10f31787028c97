import ArgumentParser
import Codecs
import Letters
import Nachlese
import Platform

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

extension OfficePageKind {
    /// Reads the name of a page that was typed.
    @Sendable static func read(_ text: String) throws -> OfficePageKind {
        guard let kind = OfficePageKind(rawValue: text) else {
            throw BadArgument("write one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return kind
    }
}

extension PageCommand {
    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "List all pages: which have a text, since when, and what is refused.",
            discussion: """
                EXAMPLE
                  nachlese page list
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let texts = OfficeTexts<OfficePageText>(workspace.folder)
            let database = try workspace.openForReadingIfThere()
            let now = workspace.clock.now
            let found = try OfficePageName.all.map { try texts.look(for: $0, now: now, in: database) }
            var table = Table("PAGE", "LANGUAGE", "SINCE", "FILE")
            for page in found {
                table.append(
                    page.name.kind.rawValue, page.name.language.rawValue, page.adoptedAt?.local ?? "missing",
                    page.fault.map { "refused: \($0.reason)" } ?? "")
            }
            try context.write(
                listing,
                .array(
                    found.map { page in
                        .object([
                            "page": .string(page.name.kind.rawValue),
                            "language": .string(page.name.language.rawValue),
                            "file": .string("\(texts.path(of: page.name))"),
                            "since": .time(page.adoptedAt),
                            "refused": .optional(page.fault?.description),
                        ])
                    }), or: table.rendered)
        }
    }

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "Print the text of a page that is in force.",
            discussion: """
                EXAMPLE
                  nachlese page show imprint --language en
                """)

        @Argument(
            help: ArgumentHelp("Which page.", valueName: "page"), transform: OfficePageKind.read)
        var page: OfficePageKind
        @Option(help: "The language of the text: de or en.", transform: Language.read)
        var language: Language = .german
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let name = OfficePageName(page, language)
            let texts = OfficeTexts<OfficePageText>(workspace.folder)
            let found = try texts.look(
                for: name, now: workspace.clock.now, in: workspace.openForReadingIfThere())
            if let fault = found.fault { context.note("Warning: \(fault); the text before it is in force.") }
            guard let text = found.text?.source else {
                throw CommandError(
                    .notFound, "there is no text \(texts.path(of: name)); 'nachlese page init' writes a draft")
            }
            try context.write(text)
        }
    }

    struct Check: Command {
        static let configuration = CommandConfiguration(
            abstract: "Check texts without putting them into force: all of the folder, or the files named.",
            discussion: """
                Which pages are missing, 'nachlese check' tells.

                EXAMPLES
                  nachlese page check
                  nachlese page check ~/imprint.de.txt
                """)

        @Argument(help: "Files; their names say which page they are.")
        var file: [String] = []
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            try OfficeTexts<OfficePageText>.check(
                file, elseFolder: \.pages, of: data, in: context, done: "All texts of the folder are in order.")
        }
    }

    struct Begin: Command {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write drafts of the pages into the folder, to begin with.",
            discussion: """
                What the settings know about the office is filled in; what only you know is a gap, '[[…]]'. A page with \
                gaps is not published. What is there already is never overwritten.

                EXAMPLES
                  nachlese page init
                  nachlese page init imprint --language de
                """)

        @Argument(
            help: ArgumentHelp("Which pages (default: all that are not there).", valueName: "page"),
            transform: OfficePageKind.read)
        var page: [OfficePageKind] = []
        @Option(help: "Only in this language: de or en.", transform: Language.read)
        var language: Language?
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let settings = try workspace.settings()
            let texts = OfficeTexts<OfficePageText>(workspace.folder)
            let kinds = page.isEmpty ? OfficePageKind.allCases : page
            let names = OfficePageName.all.filter { name in
                kinds.contains(name.kind) && (language.map { $0 == name.language } ?? true)
            }
            var written = 0
            for name in names {
                let draft = OfficePageDraft(name, settings: settings)
                if try texts.beginIfMissing(name, with: draft.source) {
                    context.note("Wrote \(texts.path(of: name))")
                    written += 1
                } else if !page.isEmpty {
                    throw texts.isThere(name)
                }
            }
            guard written > 0 else { throw CommandError(.exists, "all pages are there already; edit them") }
            context.note("Fill in what stands in [[double brackets]], with a text editor that saves UTF-8.")
            context.note("Next: nachlese page check")
        }
    }
}
