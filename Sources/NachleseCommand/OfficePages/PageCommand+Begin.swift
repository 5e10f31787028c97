import ArgumentParser
import Codecs
import Letters
import Nachlese
import SystemPackage

extension PageCommand {
    struct Begin: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write drafts of the pages into the folder, to begin with.",
            discussion: """
                What the settings know about the office is filled in; what only you know is a gap, '[[…]]'. A page with \
                gaps is not published. What is there already is never overwritten.

                EXAMPLES
                  nachlese page init
                  nachlese page init imprint --language de
                """)

        @Argument(
            help: ArgumentHelp("Which pages (default: all that are not there).", valueName: "page"),
            transform: OfficePageName.Kind.read)
        var page: [OfficePageName.Kind] = []
        @Option(help: "Only in this language: de or en.", transform: Language.read)
        var language: Language?
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let settings = try workspace.settings()
            let shelf = OfficePageShelf(workspace.folder)
            let kinds = page.isEmpty ? OfficePageName.Kind.allCases : page
            let names = OfficePageName.all.filter { name in
                kinds.contains(name.kind) && (language.map { $0 == name.language } ?? true)
            }
            var written = 0
            for name in names {
                let path = shelf.path(of: name)
                do throws(Errno) {
                    try shelf.begin(name, with: OfficePageDraft(name, settings: settings).source)
                    Output.note("Wrote \(path)")
                    written += 1
                } catch .fileExists {
                    guard page.isEmpty else {
                        throw CommandError(.exists, "\(path) is there already; edit it, or remove it first")
                    }
                } catch {
                    throw CommandError(error, of: "\(path)")
                }
            }
            guard written > 0 else { throw CommandError(.exists, "all pages are there already; edit them") }
            Output.note("Fill in what stands in [[double brackets]], with a text editor that saves UTF-8.")
            Output.note("Next: nachlese page check")
        }
    }
}
