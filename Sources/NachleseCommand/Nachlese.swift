import ArgumentParser

@main
struct NachleseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nachlese", abstract: "A members-only presentation download server.")
}
