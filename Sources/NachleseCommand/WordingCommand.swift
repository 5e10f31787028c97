import ArgumentParser
import Codecs
import Letters
import Nachlese
import Platform

/// `nachlese mail wording`: what mails say, and how the office changes it.
struct WordingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wording", abstract: "Wordings: what mails say, built in or in the office's own words.",
        discussion: """
            A wording is a text file in the folder 'wording' of the data folder, named after the mail and its language, \
            such as credentials.de.txt. Its first line is 'Subject: …' or 'Betreff: …', then comes an empty line, then \
            the text. A line stays a line; an empty line ends a paragraph; '- ' begins an item of a list; '{name}' is \
            replaced; '{{' and '}}' are the braces themselves. A line whose placeholder has nothing to say is left out.

            A changed file is in force with the next mail, also of a running server. From a broken one nothing is \
            taken: the wording before it stays. Without the file the built-in wording is back.

            PLACEHOLDERS
            \(placeholders)

            Which of them a mail has, 'nachlese mail wording init' says. With a password in it, a mail needs the lines \
            'Benutzername: {user-name}' and 'Passwort: {password}', in English 'User name: …' and 'Password: …'.

            EXAMPLES
              nachlese mail wording init credentials
              nachlese mail wording check
              nachlese mail preview credentials
            """,
        subcommands: [List.self, Show.self, Check.self, Begin.self])

    private static let placeholders = Placeholder.allCases.map { placeholder in
        let written = placeholder.written
        return "  \(written)\(String(repeating: " ", count: 16 - written.utf8.count))\(placeholder.meaning)"
    }.joined(separator: "\n")
}

extension WordingCommand {
    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "List all wordings: which are the office's, and what is refused.",
            discussion: """
                EXAMPLE
                  nachlese mail wording list
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let wordings = OfficeTexts<Wording>(workspace.folder)
            let database = try workspace.openForReadingIfThere()
            let now = workspace.clock.now
            let found = try WordingName.all.map { try wordings.look(for: $0, now: now, in: database) }
            var table = Table("MAIL", "LANGUAGE", "WORDING", "FILE")
            for wording in found {
                table.append(
                    wording.name.kind.rawValue, wording.name.language.rawValue, wording.origin.rawValue,
                    wording.fault.map { "refused: \($0.reason)" } ?? "")
            }
            try context.write(
                listing,
                .array(
                    found.map { wording in
                        .object([
                            "kind": .string(wording.name.kind.rawValue),
                            "language": .string(wording.name.language.rawValue),
                            "origin": .string(wording.origin.rawValue),
                            "file": .string("\(wordings.path(of: wording.name))"),
                            "refused": .optional(wording.fault?.description),
                        ])
                    }), or: table.rendered)
        }
    }

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "Print the wording in force, with its placeholders.",
            discussion: """
                EXAMPLE
                  nachlese mail wording show credentials --language en
                """)

        @OptionGroup var wording: WordingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let found = try OfficeTexts<Wording>(workspace.folder).look(
                for: wording.name, now: workspace.clock.now, in: workspace.openForReadingIfThere())
            if let fault = found.fault { context.note("Warning: \(fault); the wording before it is shown.") }
            context.note("This wording is \(found.origin == .office ? "the office's" : "built in").")
            let text = found.wording.source.unicodeScalars.trimmingEnd { $0 == "\n" }
            try context.write(String(text))
        }
    }

    struct Check: Command {
        static let configuration = CommandConfiguration(
            abstract: "Check wordings without adopting them: all of the folder, or the files named.",
            discussion: """
                EXAMPLES
                  nachlese mail wording check
                  nachlese mail wording check ~/credentials.de.txt
                """)

        @Argument(help: "Files; their names say which mail they are for.")
        var file: [String] = []
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            try OfficeTexts<Wording>.check(
                file, elseFolder: \.wordings, of: data, in: context, done: "All wordings of the folder are in order.")
        }
    }

    struct Begin: Command {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write the built-in wording into the folder, to begin with.",
            discussion: """
                What is there already is never overwritten.

                EXAMPLE
                  nachlese mail wording init credentials --language de
                """)

        @OptionGroup var wording: WordingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let wordings = OfficeTexts<Wording>(workspace.folder)
            guard try wordings.beginIfMissing(wording.name, with: Wording.standard(wording.name).source) else {
                throw wordings.isThere(wording.name)
            }
            context.note("Wrote \(wordings.path(of: wording.name)); change it with a text editor that saves UTF-8.")
            let placeholders = wording.kind.placeholders.map(\.written).joined(separator: ", ")
            context.note("It may have \(placeholders).")
            context.note("Next: nachlese mail wording check, then nachlese mail preview \(wording.kind.rawValue)")
        }
    }
}

extension MailCommand {
    struct Preview: Command {
        static let configuration = CommandConfiguration(
            abstract: "Print a mail with made-up values, as its wording in force makes it; nothing is sent.",
            discussion: """
                EXAMPLES
                  nachlese mail preview credentials
                  nachlese mail preview password-changed --language en --html > sample.html
                """)

        @OptionGroup var wording: WordingOptions
        @Flag(help: "Print the HTML part instead of the text.")
        var html = false
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let letter = try SampleLetter(
                wording.name, head: workspace.settings().letterhead, wordings: OfficeTexts(workspace.folder),
                now: workspace.clock.now, database: workspace.openForReadingIfThere())
            if let fault = letter.fault { context.note("Warning: \(fault); the wording before it is used.") }
            context.note("A sample: person, address and password are made up.")
            if html {
                try context.write(letter.html)
            } else {
                try context.write("Subject: \(letter.subject)\n\n\(letter.text)")
            }
        }
    }
}

/// Which mail, in which language.
struct WordingOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Which mail: \(OutboxMail.Kind.names).", valueName: "kind"),
        transform: OutboxMail.Kind.read)
    var kind: OutboxMail.Kind
    @Option(help: "The language of the mail: de or en.", transform: Language.read)
    var language: Language = .german

    var name: WordingName { WordingName(kind, language) }
}

extension OutboxMail.Kind {
    fileprivate static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads a kind that was typed.
    @Sendable fileprivate static func read(_ text: String) throws -> OutboxMail.Kind {
        guard let kind = OutboxMail.Kind(rawValue: text) else {
            let nearest = Spelling.nearest(to: text, among: allCases.map(\.rawValue))
            throw BadArgument("there is no such mail; did you mean '\(nearest)'? There are \(names)")
        }
        return kind
    }
}
