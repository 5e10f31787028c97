import ArgumentParser
import Letters
import Nachlese
import SystemPackage

extension WordingCommand {
    struct Begin: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write the built-in wording into the folder, to begin with.",
            discussion: """
                What is there already is never overwritten.

                EXAMPLE
                  nachlese mail wording init credentials --language de
                """)

        @OptionGroup var wording: WordingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let shelf = WordingShelf(workspace.folder)
            let path = shelf.path(of: wording.name)
            do throws(Errno) {
                try shelf.begin(wording.name)
            } catch .fileExists {
                throw CommandError(.exists, "\(path) is there already; edit it, or remove it first")
            } catch {
                throw CommandError(error, of: "\(path)")
            }
            Output.note("Wrote \(path); change it with a text editor that saves UTF-8.")
            let placeholders = wording.kind.placeholders.map(\.written).joined(separator: ", ")
            Output.note("It may have \(placeholders).")
            Output.note("Next: nachlese mail wording check, then nachlese mail preview \(wording.kind.rawValue)")
        }
    }
}
