import ArgumentParser

/// `nachlese account`: people who may sign in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts: people who may sign in, and what they were admitted to.",
        subcommands: [
            Issue.self, Import.self, Renew.self, Edit.self, Revoke.self, Admit.self, List.self, Show.self,
        ])
}
