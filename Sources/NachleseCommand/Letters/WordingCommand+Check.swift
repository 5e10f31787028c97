import ArgumentParser
import Letters
import Nachlese
import SystemPackage

extension WordingCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check wordings without adopting them: all of the folder, or the files named.",
            discussion: """
                EXAMPLES
                  nachlese mail wording check
                  nachlese mail wording check ~/credentials.de.txt
                """)

        @Argument(help: "Files; their names say which mail they are for.")
        var file: [String] = []
        @OptionGroup var data: DataOptions

        func run() throws {
            let faults = try faults()
            for fault in faults.dropLast() { Output.note("\(fault)") }
            if let last = faults.last { throw CommandError(.badInput, "\(last)") }
            Output.note(file.isEmpty ? "All wordings of the folder are in order." : "In order.")
        }

        private func faults() throws -> [WordingFault] {
            guard !file.isEmpty else {
                let folder = try Workspace(data).folder
                guard folder.exists else {
                    throw CommandError(.notFound, "there is no data folder \(folder.path); --data names another one")
                }
                return WordingShelf(folder).faults
            }
            return try file.compactMap { name throws(CommandError) -> WordingFault? in
                do throws(Errno) {
                    return try WordingShelf.fault(ofFileAt: FilePath(name))
                } catch {
                    throw CommandError(error, of: "'\(name)'")
                }
            }
        }
    }
}
