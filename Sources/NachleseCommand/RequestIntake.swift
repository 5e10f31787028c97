import ArgumentParser
import Catalogue
import Codecs
import Mail
import Nachlese
import SQLite
import Secrets

extension RequestCommand {
    struct Intake: Command {
        static let configuration = CommandConfiguration(
            abstract: "Read a mail on standard input, and file it as a request for access.",
            discussion: """
                Meant to be started by the mail system for the address that people write to, as the owner of the data \
                folder: by a .forward of that user or an alias. Door and module are recognised by the subject and the \
                words; a second delivery of the same mail does nothing. The sender is answered automatically, once a day at \
                most, where that is safe; lists, robots and returned mail never are.

                EXIT STATUS
                   0 filed, filed before, or nothing that can be filed
                  65 with --dry-run: it names no sender and would not be filed
                  75 not now, the mail system tries again

                EXAMPLES
                  in ~nachlese/.forward:  "|/usr/bin/nachlese request intake --data /var/lib/nachlese"
                  nachlese request intake --dry-run < mail.eml
                """)

        @Option(help: "The sender of the envelope, where the mail system does not tell it in $SENDER; '' for none.")
        var sender: String?
        @Flag(name: [.customShort("n"), .long], help: "Only say what would be filed.")
        var dryRun = false
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            guard !context.streams.isInputTerminal else {
                throw CommandError(.usage, "a mail is expected on standard input: nachlese request intake < mail.eml")
            }
            do {
                let bytes = try context.readMail(limit: IncomingMail.maximumBytes)
                let mail = IncomingMail(bytes, envelope: sender ?? context.environment["SENDER"])
                context.note(try await take(mail, digest: Hex.encode(SHA256.digest(of: bytes)), in: context))
            } catch let error as CommandError where error.exitStatus == .badInput {
                throw error
            } catch {
                // Every other code would make the mail system return the mail, though it can be filed later.
                throw CommandError(.tryAgain, (error as? any CommandFailure)?.sentence ?? "\(error)")
            }
        }

        private func take(_ mail: IncomingMail, digest: String, in context: CommandContext) async throws -> String {
            let workspace = try Workspace(data, context)
            let settings = try workspace.settings()
            let writer = try dryRun ? nil : workspace.writer()
            let intake = AccessRequestIntake(
                mailer: workspace.mailer(settings: settings, key: try workspace.key()))
            guard let writer else {
                let database = try workspace.openForReading()
                return try words(for: intake.read(mail, digest: digest, in: database), in: database)
            }
            switch try await intake.take(mail, digest: digest, with: writer) {
            case .filed(let request, let answer):
                return "Filed as \(request.reference) of \(request.email); \(words(for: answer))."
            case .known(let request):
                return "The mail was filed as \(request.reference) already; nothing was changed."
            case .added(let request):
                return "Added to \(request.reference) of \(request.email), who has many open requests."
            case .byMachine(let mark): return "Not filed: no person wrote the mail (\(mark.rawValue))."
            case .ours: return "Not filed: the mail is from an address of our own."
            // A mail system that was told of a failure would return the mail to whoever the envelope names.
            case .noSender: return "Not filed: the mail names no sender that is an e-mail address."
            case .full:
                throw CommandError(
                    .tryAgain,
                    "\(AccessRequestIntake.mostOpen) requests that came by mail are open; decide on them, 'nachlese request list'"
                )
            }
        }

        private func words(for answer: AccessRequestIntake.Answer) -> String {
            switch answer {
            case .written: "an answer is in the outbox"
            case .marked(let mark): "not answered, because of what the mail says of itself (\(mark.rawValue))"
            case .doubtfulSender: "not answered, because the envelope does not say that it is from there"
            case .answeredToday: "not answered a second time within a day"
            case .tooMany: "not answered, because too many were in the last hour or day"
            }
        }

        private func words(for reading: AccessRequestIntake.Reading?, in database: Database) throws -> String {
            guard let reading else {
                throw CommandError(.badInput, "the mail names no sender that is an e-mail address; it cannot be filed")
            }
            let draft = reading.draft
            let module = try draft.module.flatMap { try Module.find($0, in: database) }
            return "Would be filed: \(draft.name.text) <\(draft.email)>, door \(draft.door.rawValue), module "
                + "\(module.map { "\($0.slug)" } ?? "unknown"), language \(draft.language.rawValue). Nothing was changed."
        }
    }
}
