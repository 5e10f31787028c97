import ArgumentParser

/// Everything about requests for access.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Decide on requests for access, and take them in by mail.",
        subcommands: [List.self, Show.self, Accept.self, Decline.self, Undo.self, Intake.self])
}
