import ArgumentParser
import Codecs

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
