import ArgumentParser
import Codecs
import Letters
import Mail
import Nachlese
import Platform

extension MailCommand {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a short test mail at once, and say what is wrong if it does not go.",
            discussion: """
                EXAMPLES
                  nachlese mail test name@example.org
                  nachlese mail test name@example.org --language en --json

                It takes the way that 'mail-transport' names, past the outbox, and tries once. A mail that was handed
                over may still come back or lie among unwanted mail: look into the mailbox.

                EXIT STATUS
                   0 handed over
                  65 the recipient or the mail is refused
                  69 the mail server cannot be reached, or offers no TLS
                  73 the mail folder cannot be written
                  75 not now, try again
                  77 user name, password, sender or certificate refused
                  78 the settings do not work
                """)

        @Argument(help: "Who gets the mail; best your own address.", transform: EmailAddress.read)
        var recipient: EmailAddress
        @Option(help: "The language of the mail: de or en.", transform: Language.read)
        var language: Language = .german
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() async throws {
            let workspace = try Workspace(data)
            let settings = try workspace.settings()
            let route = MailRoute(settings, folder: workspace.folder)
            let transport = try route.transport()
            let message = try TestMail(
                to: recipient, language: language, head: settings.letterhead, sender: settings.senderAddress,
                now: workspace.clock.now
            ).message()
            guard let id = RenderedMail.ID(message.messageID.unique) else {
                throw CommandError(.failed, "the mail has no name")
            }
            let mail = message.rendered(id: id, envelopeSender: message.from.address)
            if !listing.json { Output.note("From \(message.from.address) to \(recipient); mails \(route.summary).") }
            do throws(MailDeliveryError) {
                try await transport.deliver(mail)
            } catch {
                let complaint = CommandError(error, settings: settings)
                if listing.json { try Output.write(report(message, error, complaint)) }
                throw complaint
            }
            await transport.finish()
            try listing.write(
                report(message), or: "The mail to \(recipient) \(route.whereabouts(of: id.description)).")
            for warning in route.warnings { Output.note("Warning: \(warning)") }
        }

        private func report(
            _ message: MailMessage, _ error: MailDeliveryError? = nil, _ complaint: CommandError? = nil
        ) -> JSON {
            .object([
                "recipient": .string(recipient.description), "sender": .string(message.from.address.description),
                "message_id": .string(message.messageID.description), "handed_over": .bool(error == nil),
                "fault": .optional(error?.cause.rawValue), "reason": .optional(error?.reason),
                "reply_code": error?.replyCode.map { .number(Int64($0)) } ?? .null,
                "status": .optional(error?.status?.description), "advice": .optional(complaint?.message),
                "exit": .number(Int64(complaint?.status.rawValue ?? 0)),
            ])
        }
    }
}
