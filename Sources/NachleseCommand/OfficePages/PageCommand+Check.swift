import ArgumentParser
import Nachlese
import SystemPackage

extension PageCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check texts without putting them into force: all of the folder, or the files named.",
            discussion: """
                Which pages are missing, 'nachlese check' tells.

                EXAMPLES
                  nachlese page check
                  nachlese page check ~/imprint.de.txt
                """)

        @Argument(help: "Files; their names say which page they are.")
        var file: [String] = []
        @OptionGroup var data: DataOptions

        func run() throws {
            let faults = try faults()
            for fault in faults.dropLast() { Output.note("\(fault)") }
            if let last = faults.last { throw CommandError(.badInput, "\(last)") }
            Output.note(file.isEmpty ? "All texts of the folder are in order." : "In order.")
        }

        private func faults() throws -> [OfficePageFault] {
            guard !file.isEmpty else {
                let folder = try Workspace(data).folder
                guard folder.exists else {
                    throw CommandError(.notFound, "there is no data folder \(folder.path); --data names another one")
                }
                return OfficePageShelf(folder).faults
            }
            return try file.compactMap { name throws(CommandError) -> OfficePageFault? in
                do throws(Errno) {
                    return try OfficePageShelf.fault(ofFileAt: FilePath(name))
                } catch {
                    throw CommandError(error, of: "'\(name)'")
                }
            }
        }
    }
}
