import ArgumentParser
import Nachlese
import SQLite

extension RequestCommand {
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take decisions back while their mails wait: account, admission and mail.",
            discussion: """
                EXAMPLE
                  nachlese request undo A-2026-0143
                """)

        @Argument(help: "From the first column of 'nachlese request list --all'.", transform: AccessReference.read)
        var references: [AccessReference]
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            try await RequestRun.each(of: references) { reference in
                let request = try desk.database.transaction { try desk.desk.undo(reference, in: $0) }
                Output.note(
                    "\(request.reference) is open again; nothing of the decision is left, and nobody was written to.")
            }
        }
    }
}
