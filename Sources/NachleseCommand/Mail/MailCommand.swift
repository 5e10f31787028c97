import ArgumentParser
import Letters

/// `nachlese mail`: what was written to people, and how far it got.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mails: what was written to people, and how far it got.",
        subcommands: [
            List.self, Show.self, Retry.self, Test.self, Preview.self, WordingCommand.self, Bounce.self,
        ])
}
