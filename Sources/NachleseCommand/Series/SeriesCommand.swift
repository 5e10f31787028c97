import ArgumentParser

/// `nachlese series`: the training series that modules belong to.
struct SeriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series", abstract: "Series: what modules belong to.",
        subcommands: [Add.self, List.self, Edit.self, Remove.self])
}
