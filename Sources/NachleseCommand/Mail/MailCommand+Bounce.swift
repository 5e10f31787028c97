import ArgumentParser
import FoundationEssentials
import Glibc
import Mail
import Nachlese
import SQLite
import SystemPackage

extension MailCommand {
    struct Bounce: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a returned mail on standard input, and mark the mail that did not arrive.",
            discussion: """
                Meant to be started by the mail system for the address of the setting 'bounce-address', as the owner of
                the data folder: by a .forward of that user or an alias, where '+' separates address extensions.

                It ends with 0 whatever the mail is, and with 75 where the mail system should try again. What it did
                stands on standard error.

                EXAMPLES
                  in ~nachlese/.forward:  "|/usr/bin/nachlese mail bounce --data /var/lib/nachlese"
                  nachlese mail bounce < returned.eml
                """)

        @Option(help: "The recipient of the envelope, where the mail system does not tell it in $ORIGINAL_RECIPIENT.")
        var recipient: [String] = []
        @OptionGroup var data: DataOptions

        func run() throws {
            guard isatty(STDIN_FILENO) == 0 else {
                throw Complaint(
                    .usage, "a returned mail is expected on standard input: nachlese mail bounce < returned.eml")
            }
            do {
                Output.note(try take(ReturnedMail(try Self.input())))
            } catch {
                let complaint = Complaint(of: error) ?? Complaint(.tryAgain, "\(error)")
                // Every other code would make the mail system return the returned mail.
                throw Complaint(.tryAgain, complaint.message)
            }
        }

        private func take(_ returned: ReturnedMail) throws -> String {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let (key, now) = (try workspace.key(), workspace.clock.now)
            let finding = try database.transaction { transaction in
                try Nachlese.Bounce.take(
                    returned, for: recipient + Self.recipients(), key: key, now: now, in: transaction)
            }
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

        /// The begin of the mail.
        ///
        /// The rest is read, too, because a mail system may take a pipe that breaks for a failure.
        private static func input() throws -> [UInt8] {
            do {
                let octets = try FileDescriptor.standardInput.readAll(limit: ReturnedMail.maximumOctets)
                while try !FileDescriptor.standardInput.readAll(limit: 1 << 16).isEmpty {}
                return octets
            } catch {
                throw Complaint(error as? Errno ?? .ioError, of: "standard input")
            }
        }

        /// What Postfix and Exim say about the envelope.
        private static func recipients() -> [String] {
            let environment = ProcessInfo.processInfo.environment
            return ["ORIGINAL_RECIPIENT", "RECIPIENT"].compactMap { environment[$0] }
        }
    }
}
