import ArgumentParser

/// The command that arguments name, as people type it: `nachlese module add`.
struct CommandPath: CustomStringConvertible {
    let description: String

    init(_ arguments: [String]) {
        var names = [RootCommand._commandName]
        var commands = RootCommand.configuration.subcommands
        for argument in arguments {
            guard let command = commands.first(where: { $0._commandName == argument }) else { break }
            names.append(argument)
            commands = command.configuration.subcommands
        }
        description = names.joined(separator: " ")
    }
}
