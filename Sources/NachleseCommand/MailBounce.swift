import ArgumentParser
import FoundationEssentials
import Glibc
import Letters
import Mail
import Nachlese
import Platform
import SQLite
import SystemPackage

extension MailCommand {
    struct Bounce: Command {
        static let configuration = CommandConfiguration(
            abstract: "Read a returned mail on standard input, and mark the mail that did not arrive.",
            discussion: """
                Meant to be started by the mail system for the address of the setting 'bounce-address', as the owner of \
                the data folder: by a .forward of that user or an alias, where '+' separates address extensions.

                It ends with 0 whatever the mail is, and with 75 where the mail system should try again. What it did \
                stands on standard error.

                EXAMPLES
                  in ~nachlese/.forward:  "|/usr/bin/nachlese mail bounce --data /var/lib/nachlese"
                  nachlese mail bounce < returned.eml
                """)

        @Option(help: "The recipient of the envelope, where the mail system does not tell it in $ORIGINAL_RECIPIENT.")
        var recipient: [String] = []
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            guard !context.streams.isInputTerminal else {
                throw CommandError(
                    .usage, "a returned mail is expected on standard input: nachlese mail bounce < returned.eml")
            }
            do {
                let returned = ReturnedMail(try context.readMail(limit: ReturnedMail.maximumBytes))
                context.note(try await take(returned, in: context))
            } catch {
                // Every other code would make the mail system return the returned mail.
                throw CommandError(.tryAgain, (error as? any CommandFailure)?.sentence ?? "\(error)")
            }
        }

        private func take(_ returned: ReturnedMail, in context: CommandContext) async throws -> String {
            let workspace = try Workspace(data, context)
            // What Postfix and Exim say about the envelope.
            let told = ["ORIGINAL_RECIPIENT", "RECIPIENT"].compactMap { context.environment[$0] }
            let writer = try workspace.writer()
            let finding = try await Letters.Bounce.take(
                returned, for: recipient + told, key: try workspace.key(), now: context.clock.now, with: writer)
            return switch finding {
            case .marked(let mail):
                "The mail to \(mail.recipient) came back and is marked: \(mail.reason ?? "") "
                    + "(\(mail.lastError ?? "")); see 'nachlese mail show \(mail.id)'."
            case .known(let mail):
                "The mail to \(mail.recipient) is \(mail.state.rawValue) already; nothing was changed."
            case .passing(let mail, let action):
                "The mail to \(mail.recipient) did not fail (\(action?.rawValue ?? "no action")); nobody was marked."
            case .noReport(let mail):
                "What came back for the mail to \(mail.recipient) is not a delivery report; nobody was marked."
            case .unknown:
                "The address has a tag that is not ours, or its mail is not stored any more; nobody was marked."
            case .untagged: "The mail was sent to no address of a returned mail; nobody was marked."
            }
        }
    }
}
