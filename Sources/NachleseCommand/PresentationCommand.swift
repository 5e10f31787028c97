import ArgumentParser
import Nachlese
import SQLite

/// `nachlese presentation`: the files of a module.
struct PresentationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presentation", abstract: "Presentations: the files of a module.",
        subcommands: [
            Add.self, List.self, Replace.self, Edit.self, Order.self, Withdraw.self, Remove.self,
        ])
}

extension PresentationCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a file to a module.",
            discussion: """
                EXAMPLES
                  nachlese presentation add 2017-iv vortrag.pdf \\
                      --title "Kooperation im Wettbewerb" \\
                      --organisation "Katholische Hochschule NRW"
                  nachlese presentation add 2017-iv programm.pdf --audience public
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The file; its name is the one people will save it under.")
        var file: String
        @Option(help: "Its title (default: the name of the file).", transform: Label.read)
        var title: Label?
        @Option(help: "Who spoke.", transform: Label.readOptional)
        var speaker: Label?
        @Option(help: "For which organisation.", transform: Label.readOptional)
        var organisation: Label?
        @Option(help: "Who may download it: admitted or public.", transform: Presentation.Audience.read)
        var audience: Presentation.Audience = .admitted
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag = .german
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            // Asked before the file is read, because that may take a while.
            _ = try Module.get(module, in: database)
            let none = try Label("", allowsEmpty: true)
            let intake = Intake(store: workspace.folder.files, database: database)
            let presentation = try intake.take(file) { ingested, transaction in
                try Presentation.add(
                    Presentation.Draft(
                        title: try title ?? Label(ingested.name.stem), speaker: speaker ?? none,
                        organisation: organisation ?? none, audience: audience, fileName: ingested.name,
                        mediaType: ingested.mediaType, content: ingested.content, language: language),
                    to: try Module.get(module, in: transaction.database).id, now: workspace.clock.now,
                    in: transaction)
            }
            let size = FileSize(presentation.file.content.size)
            Output.note("Added presentation \(presentation.id), '\(presentation.title)' (\(size)), to '\(module)'.")
            if case .published = try Module.get(module, in: database).visibility {
                Output.note("It is on the page /modules/\(module) now.")
            } else {
                Output.note("Next: nachlese module publish \(module)")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the presentations of a module in their order, withdrawn ones included.",
            discussion: """
                EXAMPLE
                  nachlese presentation list 2017-iv --json
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let presentations = try database.snapshot {
                try Presentation.all(of: Module.get(module, in: database).id, in: database)
            }
            try listing.write(.array(presentations.map(\.json)), or: Presentation.table(of: presentations))
        }
    }

    struct Replace: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a corrected file in the place of the present one, which is kept as an older version.",
            discussion: """
                EXAMPLE
                  nachlese presentation replace 3 vortrag-korrigiert.pdf
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @Argument(help: "The corrected file.")
        var file: String
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            _ = try Presentation.get(id, in: database)
            let version = try Intake(store: workspace.folder.files, database: database).take(file) {
                ingested, transaction in
                var presentation = try Presentation.get(id, in: transaction.database)
                try presentation.replaceFile(
                    name: ingested.name, mediaType: ingested.mediaType, content: ingested.content,
                    now: workspace.clock.now, in: transaction)
                return presentation.file.number
            }
            Output.note("Presentation \(id) has version \(version) of its file now; its address is the same.")
        }
    }

    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a presentation says and who may download it; its address stays.",
            discussion: """
                EXAMPLE
                  nachlese presentation edit 3 --audience public
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @Option(help: "Its title.", transform: Label.read)
        var title: Label?
        @Option(help: "Who spoke.", transform: Label.readOptional)
        var speaker: Label?
        @Option(help: "For which organisation.", transform: Label.readOptional)
        var organisation: Label?
        @Option(help: "Who may download it: admitted or public.", transform: Presentation.Audience.read)
        var audience: Presentation.Audience?
        @Option(
            help: ArgumentHelp("The language it is written in, such as de, en or fr.", valueName: "tag"),
            transform: LanguageTag.read)
        var language: LanguageTag?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard title != nil || speaker != nil || organisation != nil || audience != nil || language != nil else {
                throw ValidationError(
                    "Nothing to change: give --title, --speaker, --organisation, --audience or --language")
            }
        }

        func run() throws {
            let database = try Workspace(data).openForWriting()
            try database.transaction { transaction in
                var changed = try Presentation.get(id, in: transaction.database)
                if let title { changed.title = title.text }
                if let speaker { changed.speaker = speaker.text }
                if let organisation { changed.organisation = organisation.text }
                if let audience { changed.audience = audience }
                if let language { changed.language = language }
                try changed.save(in: transaction)
            }
            Output.note("Changed presentation \(id). A running server shows it at once.")
        }
    }

    struct Order: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the order in which a module lists its presentations.",
            discussion: """
                EXAMPLE
                  nachlese presentation order 2017-iv 3 1 2
                """)

        @Argument(help: "The module.", transform: Slug.read)
        var module: Slug
        @Argument(help: "The numbers of all its presentations in the order wanted.", transform: Presentation.readID)
        var ids: [Presentation.ID]
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForWriting()
            try database.transaction { transaction in
                let module = try Module.get(module, in: transaction.database)
                try Presentation.order(ids, of: module, in: transaction)
            }
            let order = ids.map(\.description).joined(separator: " ")
            Output.note("The presentations of '\(module)' are in the order \(order).")
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a presentation off its module's page; the file is kept.",
            discussion: """
                EXAMPLE
                  nachlese presentation withdraw 3
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            try database.transaction { transaction in
                var presentation = try Presentation.get(id, in: transaction.database)
                try presentation.withdraw(now: workspace.clock.now, in: transaction)
            }
            Output.note("Presentation \(id) is withdrawn; its address answers \"410 Gone\".")
            Output.note("To delete it with its files: nachlese presentation remove \(id)")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a presentation with all versions of its file.",
            discussion: """
                EXAMPLE
                  nachlese presentation remove 3 --yes
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let title = try Presentation.get(id, in: database).title
            try confirmation.confirm("Delete presentation \(id), '\(title)', with its files", byTyping: "\(id)")
            let left = try database.transaction { transaction in
                let before = Set(try StoredFile.allNamed(in: transaction.database))
                try Presentation.get(id, in: transaction.database).remove(in: transaction)
                return before.subtracting(try StoredFile.allNamed(in: transaction.database))
            }
            try Intake(store: workspace.folder.files, database: database).discard(left)
            Output.note("Deleted presentation \(id), '\(title)', with its files.")
        }
    }
}

extension Presentation {
    /// Reads the number of a presentation that was typed.
    @Sendable static func readID(_ text: String) throws -> Presentation.ID {
        guard let number = Int64(text), number > 0 else {
            throw BadArgument("it is a number from the first column of 'nachlese presentation list MODULE'")
        }
        return Presentation.ID(rawValue: number)
    }
}

extension Presentation.Audience {
    /// Reads an audience that was typed.
    @Sendable static func read(_ text: String) throws -> Presentation.Audience {
        guard let audience = Presentation.Audience(rawValue: text) else {
            throw BadArgument("write 'admitted' or 'public'")
        }
        return audience
    }
}

extension Presentation {
    /// A list for people, one line each.
    static func table(of presentations: [Presentation]) -> String {
        var table = Table("ID", "TITLE", "SPEAKER", "ORGANISATION", "AUDIENCE", "SIZE", "VERSION", "FILE")
        for presentation in presentations {
            table.append(
                "\(presentation.id)", presentation.title, presentation.speaker, presentation.organisation,
                presentation.withdrawnAt == nil ? presentation.audience.rawValue : "withdrawn",
                "\(FileSize(presentation.file.content.size))", "\(presentation.file.number)",
                "\(presentation.file.name)")
        }
        return table.rendered
    }

    var json: JSON {
        .object([
            "id": .number(id.rawValue), "slug": .string("\(slug)"), "title": .string(title),
            "speaker": .string(speaker), "organisation": .string(organisation), "position": .number(Int64(position)),
            "audience": .string(audience.rawValue), "language": .string("\(language)"),
            "withdrawn": .time(withdrawnAt), "created": .time(createdAt),
            "file": .object([
                "name": .string("\(file.name)"), "version": .number(Int64(file.number)),
                "type": .string(file.mediaType), "size": .number(file.content.size),
                "sha256": .string(file.content.hexadecimal), "added": .time(file.addedAt),
            ]),
        ])
    }
}
