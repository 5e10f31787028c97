import ArgumentParser

/// `nachlese config`: the settings in force.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Settings: nachlese.conf in the data folder, NACHLESE_… over it.",
        subcommands: [Show.self, Check.self])
}
