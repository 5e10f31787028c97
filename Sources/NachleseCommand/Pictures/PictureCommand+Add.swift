import ArgumentParser
import Nachlese
import SQLite

extension PictureCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a picture to a module: PNG, JPEG or WebP, up to 120 kB.",
            discussion: """
                EXAMPLES
                  nachlese module picture add 2017-iv Saal.jpg \\
                      --alt "Vier Personen vor einer Stellwand mit Karten"
                  nachlese module picture add 2017-iv linie.png --decorative

                Say in one sentence what the picture shows, for people who do not
                see it; one that adds nothing to the text is --decorative.
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The file.")
        var file: String
        @OptionGroup var alternative: AlternativeOptions
        @Option(
            help: "Its name in the report, without extension (default: made from the file's).", transform: Slug.read)
        var name: Slug?
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            _ = try Module.get(module, in: database)
            let source = try PictureSource(file)
            let name = try source.name(name)
            let intake = Intake(store: workspace.folder.files, database: database)
            let (picture, isNamed) = try intake.take(source.octets, of: file) { content, transaction in
                let module = try Module.get(module, in: transaction.database)
                let picture = try Picture.add(
                    Picture.Draft(name: name, alternative: alternative.text, facts: source.facts, content: content),
                    to: module, now: workspace.clock.now, in: transaction)
                return (picture, ReportMarkup.pictures(in: module.report).contains(name))
            }
            Output.note("Added the picture '\(picture.name)' (\(picture.size)) to '\(module)'.")
            if !isNamed {
                Output.note("Next: a line in the report where it is to stand: ![Caption](\(picture.name))")
                Output.note("Then: nachlese module edit \(module) --report FILE")
            }
        }
    }
}
