import ArgumentParser
import Catalogue
import SQLite

extension PictureCommand {
    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say anew what a picture shows.",
            discussion: """
                EXAMPLE
                  nachlese module picture edit 2017-iv saal.jpg --alt "Der volle Saal"
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The picture's name, as the report has it.", transform: PictureName.read)
        var picture: PictureName
        @OptionGroup var alternative: AlternativeOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            try database.transaction { transaction in
                let module = try Module.get(module, in: transaction.database)
                var changed = try Picture.get(picture, of: module, in: transaction.database)
                changed.alternative = alternative.text?.text
                try changed.save(in: transaction)
            }
            Output.note("Changed the picture '\(picture)' of '\(module)'.")
        }
    }
}
