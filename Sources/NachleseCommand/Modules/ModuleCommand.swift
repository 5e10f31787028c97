import ArgumentParser

/// `nachlese module`: events with a public report and presentations.
struct ModuleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "module", abstract: "Modules: an event, its public report and its presentations.",
        subcommands: [
            Add.self, List.self, Show.self, Edit.self, Publish.self, Withdraw.self, Remove.self,
            PictureCommand.self,
        ])
}
