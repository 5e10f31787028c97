import ArgumentParser
import Nachlese
import SQLite

extension RequestCommand {
    struct Decline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decline requests with a friendly mail.",
            discussion: """
                EXAMPLES
                  nachlese request decline A-2026-0143
                  nachlese request decline A-2026-0143 \\
                      --reason "Die Folien sind nur für Teilnehmende bestimmt."

                The reason stands in the mail as it is written here, in the language of the person; the words around it are
                those of 'nachlese mail wording show request-declined'. The mail waits for the minutes of the setting
                'undo-minutes', in which 'nachlese request undo' takes it back.
                """)

        @Argument(help: "From the first column of 'nachlese request list'.", transform: AccessReference.read)
        var references: [AccessReference]
        @Option(help: "Why, in one or several sentences.")
        var reason: String?
        @Flag(help: "Mail at once; nothing can be taken back.")
        var now = false
        @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
        var dryRun = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
            guard reason?.utf8.count ?? 0 <= AccessMessage.maximumLength else {
                throw ValidationError("The reason is longer than \(AccessMessage.maximumLength) octets")
            }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            let reason = AccessMessage(reason ?? "")
            try await RequestRun.each(of: references) { reference in
                if dryRun {
                    let request = try AccessRequest.get(reference, in: desk.database)
                    guard request.state == .open else { throw AccessRequestError.decided(request) }
                    return Output.note(
                        "Would decline \(reference) with a mail to \(request.email). Nothing was changed.")
                }
                let outcome = try desk.database.transaction { transaction in
                    try desk.desk.decline(reference, reason: reason, isImmediate: now, in: transaction)
                }
                Output.note("Declined \(reference) of \(outcome.request.name) <\(outcome.request.email)>.")
                try await desk.finish(outcome)
            }
        }
    }
}
