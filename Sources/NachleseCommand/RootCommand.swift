import ArgumentParser
import Codecs
import Nachlese

/// The tree of all commands.
struct RootCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "nachlese",
        abstract: "A members-only download server for the presentations of an event.",
        discussion: """
            EXAMPLES
              nachlese demo
              nachlese series add sozialplanung --title "Kooperative Sozialplanung"
              nachlese module add sozialplanung 2017-iv --number IV \\
                  --title "Netzwerke" --date 2017-02-02 --publish
              nachlese presentation add 2017-iv vortrag.pdf --title "Kooperation"
              nachlese account issue name@example.org --name "Erika Muster" \\
                  --series sozialplanung
              nachlese serve

            Every command works while the server runs.

            EXIT STATUS
               0 done               1 failed           3 partly done
               4 not found          5 exists already  64 wrong usage
              65 wrong input       69 not available   73 cannot write
              75 try again         77 not permitted   78 wrong setting
             130 interrupted
            """,
        subcommands: [
            ServeCommand.self, DemoCommand.self, SeriesCommand.self, ModuleCommand.self, PresentationCommand.self,
            AccountCommand.self, RequestCommand.self, MailCommand.self, PageCommand.self, ConfigCommand.self,
            CheckCommand.self,
        ])

    func run(in context: CommandContext) async throws {
        try context.write(
            """
            Nachlese: a members-only download server for the presentations of an event.

              nachlese serve               serve the site; an empty data folder is enough
              nachlese account issue       give somebody access, by mail
              nachlese presentation add    add a file to a module
              nachlese module add          add a module with its report
              nachlese demo                try everything in a throw-away folder

            Examples:
              nachlese serve --data /var/lib/nachlese --listen 127.0.0.1:8087
              nachlese account issue name@example.org --name "Erika Muster" --module 2017-iv

            Also: series, module, presentation, account, request, mail, page, each with list; config, check.
            All commands and options: nachlese --help, nachlese account --help, …
            """)
    }
}

/// The command that arguments name, as people type it: `nachlese module add`.
struct CommandPath: CustomStringConvertible {
    let description: String
    /// The first word that names no command, where only a command can stand.
    let unknownWord: String?
    private let known: [String]

    init(_ arguments: [String]) {
        var names = [RootCommand._commandName]
        var commands = RootCommand.configuration.subcommands
        var rest = arguments[...]
        while let word = rest.first, let command = commands.first(where: { $0._commandName == word }) {
            names.append(word)
            commands = command.configuration.subcommands
            rest = rest.dropFirst()
        }
        description = names.joined(separator: " ")
        known = commands.map { $0._commandName }
        unknownWord = known.isEmpty ? nil : rest.first { $0.utf8.first != UInt8(ascii: "-") }
    }

    /// What to say about the unknown word.
    var suggestion: String? {
        unknownWord.map { word in
            let nearest = Spelling.nearest(to: word, among: known)
            return "there is no command '\(description) \(word)'; did you mean '\(description) \(nearest)'?"
        }
    }
}
