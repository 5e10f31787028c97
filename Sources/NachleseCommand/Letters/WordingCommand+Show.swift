import ArgumentParser
import Letters
import Nachlese

extension WordingCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the wording in force, with its placeholders.",
            discussion: """
                EXAMPLE
                  nachlese mail wording show credentials --language en
                """)

        @OptionGroup var wording: WordingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let found = try WordingShelf(workspace.folder).look(
                for: wording.name, in: workspace.openForReadingIfThere())
            if let fault = found.fault { Output.note("Warning: \(fault); the wording before it is shown.") }
            Output.note("This wording is \(found.origin == .office ? "the office's" : "built in").")
            var text = Substring(found.source)
            while text.utf8.last == UInt8(ascii: "\n") { text = Substring(text.unicodeScalars.dropLast()) }
            try Output.write(String(text))
        }
    }
}
