import ArgumentParser
import Nachlese
import Networking

extension ConfigCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the settings without starting anything.",
            discussion: """
                EXAMPLE
                  nachlese config check --data /var/lib/nachlese
                """)

        @OptionGroup var data: DataOptions

        func run() throws {
            let settings = try Workspace(data).settings()
            _ = try ListenAddresses(settings)
            _ = try TrustedProxies(settings)
            _ = try settings.senderAddress
            Output.note("The settings are in order: listening on \(settings.text(of: .listen)), \(settings.baseURL).")
        }
    }
}
