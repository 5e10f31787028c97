import ArgumentParser
import Catalogue
import Nachlese
import SQLite
import SystemPackage

/// `nachlese module picture`: the pictures of a module's report.
struct PictureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "picture", abstract: "Pictures of a module's report.",
        discussion: """
            A picture stands in the report where a line says

              ![Caption](saal.jpg)

            with the name that 'picture add' tells; the caption may be empty.
            """,
        subcommands: [Add.self, List.self, Edit.self, Remove.self])
}

extension PictureCommand {
    struct Add: Command {
        static let configuration = CommandConfiguration(
            abstract: "Add a picture to a module: PNG, JPEG or WebP, up to 120 kB.",
            discussion: """
                EXAMPLES
                  nachlese module picture add 2017-iv Saal.jpg \\
                      --alt "Vier Personen vor einer Stellwand mit Karten"
                  nachlese module picture add 2017-iv linie.png --decorative

                Say in one sentence what the picture shows, for people who do not \
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let pictures = try workspace.pictures()
            _ = try Module.get(module, in: workspace.openForReading())
            let source = try source(in: context)
            let added = try await IngestFailure.wrap(file) {
                try await pictures.add(source, alternative: alternative.text, to: module)
            }
            let picture = added.picture
            context.note("Added the picture '\(picture.name)' (\(picture.size)) to '\(module)'.")
            if !added.isInReport {
                context.note("Next: a line in the report where it is to stand: ![Caption](\(picture.name))")
                context.note("Then: nachlese module edit \(module) --report FILE")
            }
        }

        /// Reads the file, and makes sure that it is a picture which a page can show.
        private func source(in context: CommandContext) throws -> PictureEditor.Source {
            let bytes = try context.read(file, limit: PictureFacts.heaviest)
            let stem = name?.rawValue ?? FilePath(file).lastComponent?.string ?? ""
            do throws(PictureFault) {
                if let source = try PictureEditor.Source(bytes, namedAfter: stem) { return source }
            } catch {
                throw PictureFailure(file: file, fault: error)
            }
            throw CommandError(.badInput, "no name can be made from that of '\(file)'; give one with --name")
        }
    }

    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "List the pictures of a module.",
            discussion: """
                EXAMPLE
                  nachlese module picture list 2017-iv
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let (report, pictures) = try database.snapshot {
                let module = try Module.get(module, in: database)
                return (module.report, try Picture.all(of: module.id, in: database))
            }
            try context.write(
                listing,
                .array(pictures.map(\.json)), or: Picture.table(of: pictures, report: report))
        }
    }

    struct Edit: Command {
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

        func run(in context: CommandContext) async throws {
            try await Workspace(data, context).pictures().describe(picture, of: module, as: alternative.text)
            context.note("Changed the picture '\(picture)' of '\(module)'.")
        }
    }

    struct Remove: Command {
        static let configuration = CommandConfiguration(
            abstract: "Delete a picture with its file; the report shows nothing in its place.",
            discussion: """
                EXAMPLE
                  nachlese module picture remove 2017-iv saal.jpg --yes
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The picture's name, as the report has it.", transform: PictureName.read)
        var picture: PictureName
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let pictures = try workspace.pictures()
            let database = try workspace.openForReading()
            _ = try Picture.get(picture, of: Module.get(module, in: database), in: database)
            try confirmation.confirm(
                "Delete the picture '\(picture)' of '\(module)'", byTyping: "\(picture)", in: context)
            try await pictures.remove(picture, of: module)
            context.note("Deleted the picture '\(picture)' of '\(module)'.")
        }
    }
}

/// What a picture shows, or that it only decorates: one of both has to be said.
struct AlternativeOptions: ParsableArguments {
    @Option(help: "What it shows, in words.", transform: Label.read)
    var alt: Label?
    @Flag(help: "It adds nothing to the text: screen readers pass over it.")
    var decorative = false

    /// Nil when it only decorates.
    var text: Label? { alt }

    func validate() throws {
        guard (alt == nil) == decorative else {
            throw ValidationError("Say what the picture shows with --alt TEXT, or that it is --decorative")
        }
    }
}

extension Workspace {
    fileprivate func pictures() throws -> PictureEditor {
        PictureEditor(writer: try writer(), store: folder.files, clock: clock)
    }
}

extension PictureName {
    /// Reads the name of a picture that was typed.
    @Sendable static func read(_ text: String) throws -> PictureName {
        guard let name = PictureName(text) else {
            throw BadArgument("it is a picture's name as 'nachlese module picture list' tells it, such as saal.jpg")
        }
        return name
    }
}

extension Picture {
    /// Its pixels and bytes.
    var size: String { "\(width) x \(height) pixels, \(FileSize(content.size))" }

    var json: JSON {
        .object([
            "name": .string("\(name)"), "alt": .optional(alternative), "decorative": .bool(alternative == nil),
            "width": .number(Int64(width)), "height": .number(Int64(height)), "size": .number(content.size),
            "sha256": .string(content.hexadecimal), "added": .time(addedAt),
        ])
    }

    /// Pictures in lines, each with whether the report shows it.
    static func table(of pictures: [Picture], report: String) -> String {
        let named = Set(ReportMarkup.pictures(in: report))
        var table = Table("PICTURE", "PIXELS", "SIZE", "IN REPORT", "SHOWS")
        for picture in pictures {
            table.append(
                "\(picture.name)", "\(picture.width) x \(picture.height)", "\(FileSize(picture.content.size))",
                named.contains(picture.name) ? "yes" : "no", picture.alternative ?? "(decorative)")
        }
        return table.rendered
    }
}

/// Why a file, named as it was typed, is no picture for a page.
private struct PictureFailure: CommandFailure {
    let file: String
    let fault: PictureFault

    var exitStatus: ExitStatus { .badInput }

    var sentence: String {
        switch fault {
        case .unknownFormat:
            return "'\(file)' is no picture that every browser shows; save it as JPEG, PNG or WebP"
        case .damaged(let format):
            return "'\(file)' begins like a \(format.fileExtension) picture and is not whole; save it again"
        case .tooHeavy(let limit):
            return
                "'\(file)' is larger than \(limit / 1000) kB; save it smaller, for example 1200 pixels wide, as WebP "
                + "or as JPEG with a quality of 70"
        case .badSize(let width, let height):
            let sides = PictureFacts.sides
            return "'\(file)' has \(width) x \(height) pixels; both must be from \(sides.lowerBound) to "
                + "\(sides.upperBound)"
        case .moves: return "'\(file)' is animated; nothing on a page moves by itself, give a still one"
        case .namesPlace:
            return "'\(file)' says where on Earth it was taken, and everybody could read that; save it without its "
                + "location, for example: exiftool -gps:all= '\(file)'"
        }
    }
}

extension PictureError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unknown: .notFound
        case .exists: .exists
        }
    }

    var sentence: String {
        switch self {
        case .unknown(let name, let module):
            "module '\(module)' has no picture '\(name)'; see 'nachlese module picture list \(module)'"
        case .exists(let name, let module):
            "module '\(module)' has a picture '\(name)' already; remove it first, or give this one another name "
                + "with --name"
        }
    }
}
