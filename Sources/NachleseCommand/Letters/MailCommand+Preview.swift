import ArgumentParser
import Letters
import Nachlese
import Platform

extension MailCommand {
    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a mail with made-up values, as its wording in force makes it; nothing is sent.",
            discussion: """
                EXAMPLES
                  nachlese mail preview credentials
                  nachlese mail preview password-changed --language en --html > sample.html
                """)

        @OptionGroup var wording: WordingOptions
        @Flag(help: "Print the HTML part instead of the text.")
        var html = false
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let letter = try SampleLetter(
                wording.name, head: workspace.settings().letterhead, shelf: WordingShelf(workspace.folder),
                now: workspace.clock.now, database: workspace.openForReadingIfThere())
            if let fault = letter.fault { Output.note("Warning: \(fault); the wording before it is used.") }
            Output.note("A sample: person, address and password are made up.")
            if html {
                try Output.write(letter.html)
            } else {
                try Output.write("Subject: \(letter.subject)\n\n\(letter.text)")
            }
        }
    }
}
