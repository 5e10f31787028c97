import ArgumentParser
import Codecs
import Letters
import Mail
import Nachlese
import Platform

extension MailCommand {
    struct Test: Command {
        static let configuration = CommandConfiguration(
            abstract: "Send a short test mail at once, and say what is wrong if it does not go.",
            discussion: """
                EXAMPLES
                  nachlese mail test name@example.org
                  nachlese mail test name@example.org --language en --json

                It takes the way that 'mail-transport' names, past the outbox, and tries once. A mail that was handed \
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let settings = try workspace.settings()
            let route = workspace.route(settings)
            let transport = try route.transport()
            let message = try TestMail(
                to: recipient, language: language, head: settings.letterhead, sender: settings.senderAddress,
                now: context.clock.now
            ).message()
            guard let id = RenderedMail.ID(message.messageID.unique) else {
                throw CommandError(.failed, "the mail has no name")
            }
            let mail = message.rendered(id: id, envelopeSender: message.from.address)
            if !listing.json { context.note("From \(message.from.address) to \(recipient); mails \(route.summary).") }
            do throws(MailDeliveryError) {
                try await transport.deliver(mail)
            } catch {
                let failure = DeliveryFailure(error: error, settings: settings)
                if listing.json { try context.write(report(message, failure)) }
                throw failure
            }
            await transport.finish()
            try context.write(
                listing, report(message), or: "The mail to \(recipient) \(route.whereabouts(of: id.description)).")
            for warning in route.warnings { context.note("Warning: \(warning)") }
        }

        private func report(_ message: MailMessage, _ failure: DeliveryFailure? = nil) -> JSON {
            let error = failure?.error
            return .object([
                "recipient": .string(recipient.description), "sender": .string(message.from.address.description),
                "message_id": .string(message.messageID.description), "handed_over": .bool(error == nil),
                "fault": .optional(error?.cause.rawValue), "reason": .optional(error?.reason),
                "reply_code": error?.replyCode.map { .number(Int64($0)) } ?? .null,
                "status": .optional(error?.status?.description), "advice": .optional(failure?.sentence),
                "exit": .number(Int64(failure?.exitStatus.rawValue ?? 0)),
            ])
        }
    }
}

/// A mail that did not go, with what to do about it.
private struct DeliveryFailure: CommandFailure {
    let error: MailDeliveryError
    let settings: Settings

    var exitStatus: ExitStatus { advice.0 }
    var sentence: String { advice.1.isEmpty ? "\(error)" : "\(error); \(advice.1)" }

    private var advice: (ExitStatus, String) {
        connectionAdvice(on: error.cause) ?? trustAdvice(on: error.cause) ?? serverAdvice(on: error.cause)
            ?? mailAdvice(on: error.cause)
    }

    /// About the way to the server.
    private func connectionAdvice(on cause: MailFault) -> (ExitStatus, String)? {
        let port = settings.smtp.port ?? settings.smtp.security.port
        return switch cause {
        case .nameNotFound: (.unavailable, "check the spelling of 'smtp-host'")
        case .nameServer: (.unavailable, "check the network and the name servers of this machine")
        case .connectionRefused:
            (.unavailable, "check 'smtp-host' and 'smtp-port' (\(port)), and that the mail server runs")
        case .unreachable where settings.mailTransport == .sendmail:
            (.unavailable, "see the log of this machine's mail system")
        case .unreachable: (.unavailable, "check 'smtp-host', the network and the firewall")
        case .timedOut where settings.mailTransport == .sendmail:
            (.unavailable, "see the log of this machine's mail system")
        case .timedOut:
            (
                .unavailable,
                "check 'smtp-host', 'smtp-port' (\(port)) and 'smtp-security': 465 goes with tls, 587 with starttls; a "
                    + "firewall may stand between"
            )
        case .connectionLost: (.tryAgain, "try again in a minute; if it stays like this, ask who runs the mail server")
        case .notSMTP: (.unavailable, "check 'smtp-port' (\(port)): 465 goes with tls, 587 with starttls")
        default: nil
        }
    }

    /// About who it is at the other end.
    private func trustAdvice(on cause: MailFault) -> (ExitStatus, String)? {
        switch cause {
        case .noTLS:
            (
                .unavailable,
                "nothing was sent; try smtp-security = tls with port 465, or ask who runs the mail server"
            )
        case .tlsFailed:
            (
                .unavailable,
                "nothing was sent; try smtp-security = \(settings.smtp.security == .tls ? "starttls" : "tls"), since 465 "
                    + "goes with tls and 587 with starttls"
            )
        case .certificateUntrusted:
            (
                .notPermitted,
                "nothing was sent; if it is your own server, name a file with its authority's certificate in "
                    + "'smtp-ca-file'"
            )
        case .certificateOtherName:
            (.notPermitted, "nothing was sent; set 'smtp-host' to the name that stands in the certificate")
        case .certificateExpired: (.notPermitted, "nothing was sent; who runs the mail server has to renew it")
        case .certificateNotYetValid: (.notPermitted, "nothing was sent; check the clock of this machine")
        case .certificateRefused: (.notPermitted, "nothing was sent; who runs the mail server has to replace it")
        case .injectedBytes:
            (.notPermitted, "nothing was sent; the network between is attacked or the mail server is broken")
        case .notLoopback: (.configuration, "set 'smtp-security' to tls or starttls")
        default: nil
        }
    }

    /// About what the server thinks of us.
    private func serverAdvice(on cause: MailFault) -> (ExitStatus, String)? {
        switch cause {
        case .serverBusy: (.tryAgain, "try again in a few minutes")
        case .clientRefused: (.notPermitted, "ask who runs the mail server to allow this machine")
        case .noSignIn: (.notPermitted, "PLAIN and LOGIN are known; check 'smtp-port', or remove 'smtp-user'")
        case .signInNeeded: (.notPermitted, "set 'smtp-user' and 'smtp-password-file'")
        case .signInRefused where settings.mailTransport == .sendmail:
            (.notPermitted, "see the settings of \(settings.sendmailPath)")
        case .signInRefused:
            (.notPermitted, "check 'smtp-user' (\(settings.smtp.user)) and the password in the file")
        case .senderRefused:
            (
                .notPermitted,
                "set 'mail-from' to an address that this user may send from; now it is "
                    + Setting.of(\.sender).text(in: settings)
            )
        case .relayingRefused:
            (.notPermitted, "set 'smtp-user' and 'smtp-password-file', or ask who runs the mail server")
        case .settings: (.configuration, "")
        default: nil
        }
    }

    /// About the mail itself, and what is left.
    private func mailAdvice(on cause: MailFault) -> (ExitStatus, String) {
        switch cause {
        case .recipientUnknown, .recipientRefused: (.badInput, "check the spelling of the address")
        case .addressNotServed: (.badInput, "ask the person for another address")
        case .tooLarge, .contentRefused: (.badInput, "ask who runs the mail server")
        case .mailboxFull: (.tryAgain, "the recipient has to make room")
        case .greylisted, .recipientBusy, .contentDelayed:
            (.tryAgain, "try again in ten minutes; mails in the outbox are tried again by themselves")
        case .unconfirmed: (.tryAgain, "look into the mailbox before trying again")
        case .folder: (.cannotWrite, "run the command as the owner of the data folder, and see that there is room")
        case .programMissing:
            (.configuration, "install a mail system that brings it, or name its place in 'sendmail-path'")
        case .programFailed: (.failed, "see the log of this machine's mail system")
        default: (.tryAgain, "try again")
        }
    }
}
