import ArgumentParser

/// `nachlese presentation`: the files of a module.
struct PresentationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presentation", abstract: "Presentations: the files of a module.",
        subcommands: [
            Add.self, List.self, Replace.self, Edit.self, Order.self, Withdraw.self, Remove.self,
        ])
}
