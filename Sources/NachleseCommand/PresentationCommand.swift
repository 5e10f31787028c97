import ArgumentParser
import Catalogue
import Codecs
import Nachlese
import SQLite
import SystemPackage

/// `nachlese presentation`: the files of a module.
struct PresentationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presentation", abstract: "Presentations: the files of a module.",
        subcommands: [
            Add.self, List.self, Replace.self, Edit.self, Order.self, Withdraw.self, Remove.self,
        ])
}

extension PresentationCommand {
    struct Add: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            var details = PresentationEditor.Details()
            details.title = title
            details.speaker = speaker ?? Label()
            details.organisation = organisation ?? Label()
            details.audience = audience
            details.language = language
            let added = try await IngestFailure.wrap(file) {
                try await workspace.presentations().add(context.path(file), details, to: module)
            }
            let presentation = added.presentation
            let size = FileSize(presentation.file.content.size)
            context.note("Added presentation \(presentation.id), '\(presentation.title)' (\(size)), to '\(module)'.")
            if added.module.isPublished {
                context.note("It is on the page /modules/\(module) now.")
            } else {
                context.note("Next: nachlese module publish \(module)")
            }
        }
    }

    struct List: Command {
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

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let presentations = try database.snapshot {
                try Presentation.all(of: Module.get(module, in: database).id, in: database)
            }
            try context.write(listing, .array(presentations.map(\.json)), or: Presentation.table(of: presentations))
        }
    }

    struct Replace: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let replaced = try await IngestFailure.wrap(file) {
                try await workspace.presentations().replaceFile(of: id, by: context.path(file))
            }
            context.note(
                "Presentation \(id) has version \(replaced.file.number) of its file now; its address is the same.")
        }
    }

    struct Edit: Command {
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

        func run(in context: CommandContext) async throws {
            var change = PresentationEditor.Change()
            change.title = title
            change.speaker = speaker
            change.organisation = organisation
            change.audience = audience
            change.language = language
            _ = try await Workspace(data, context).presentations().change(id, by: change)
            context.note("Changed presentation \(id). A running server shows it at once.")
        }
    }

    struct Order: Command {
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

        func run(in context: CommandContext) async throws {
            try await Workspace(data, context).presentations().order(ids, of: module)
            let order = ids.map(\.description).joined(separator: " ")
            context.note("The presentations of '\(module)' are in the order \(order).")
        }
    }

    struct Withdraw: Command {
        static let configuration = CommandConfiguration(
            abstract: "Take a presentation off its module's page; the file is kept.",
            discussion: """
                EXAMPLE
                  nachlese presentation withdraw 3
                """)

        @Argument(help: "The number of the presentation.", transform: Presentation.readID)
        var id: Presentation.ID
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            try await Workspace(data, context).presentations().withdraw(id)
            context.note("Presentation \(id) is withdrawn; its address answers \"410 Gone\".")
            context.note("To delete it with its files: nachlese presentation remove \(id)")
        }
    }

    struct Remove: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let presentations = try workspace.presentations()
            let title = try Presentation.get(id, in: workspace.openForReading()).title
            try confirmation.confirm(
                "Delete presentation \(id), '\(title)', with its files", byTyping: "\(id)", in: context)
            try await presentations.remove(id)
            context.note("Deleted presentation \(id), '\(title)', with its files.")
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

extension Workspace {
    fileprivate func presentations() throws -> PresentationEditor {
        PresentationEditor(writer: try writer(), store: folder.files, clock: clock)
    }
}

/// Why a file, named as it was typed, was not taken in.
struct IngestFailure: CommandFailure {
    private let file: String
    private let error: IngestError

    /// Runs what takes in a file.
    static func wrap<Result: Sendable>(_ file: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as IngestError {
            throw IngestFailure(file: file, error: error)
        }
    }

    var exitStatus: ExitStatus {
        switch error {
        case .notFound: .notFound
        case .notReadable, .notWritten: system.exitStatus
        case .notAFile, .empty, .badName, .kind: .badInput
        }
    }

    var sentence: String {
        switch error {
        case .notFound: "there is no file '\(file)'"
        case .notReadable, .notWritten: system.sentence
        case .notAFile: "'\(file)' is not a file; name one file, not a folder"
        case .empty: "'\(file)' is empty; save it again and retry"
        case .badName:
            "the name of '\(file)' cannot be offered to people; rename it, without control characters, slashes, a dot at "
                + "the begin or more than \(FileName.maximumLength) octets"
        case .kind(.unknownExtension(let found, let known)):
            "'\(file)': files of the kind '\(found)' are not offered; known are \(known.joined(separator: ", "))"
        case .kind(.contentDiffers(let kind)):
            "'\(file)' does not begin like a \(kind) file; save it again in that format or rename it"
        }
    }

    private var system: FileFailure {
        switch error {
        case .notReadable(let cause): FileFailure(subject: "'\(file)' cannot be read", cause: cause)
        case .notWritten(let cause): FileFailure(subject: "the files folder cannot be written", cause: cause)
        case .notFound, .notAFile, .empty, .badName, .kind: FileFailure(subject: "'\(file)'", cause: .ioError)
        }
    }
}

extension PresentationError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unknown: .notFound
        case .alreadyWithdrawn: .exists
        case .tooManyAlike, .incompleteOrder: .badInput
        }
    }

    var sentence: String {
        switch self {
        case .unknown(let id): return "there is no presentation \(id); see 'nachlese presentation list MODULE'"
        case .tooManyAlike(let slug):
            return "too many presentations are called '\(slug)' already; choose another title"
        case .incompleteOrder(let module, let has):
            let ids = has.map(\.description).joined(separator: " ")
            return "name every presentation of '\(module)' exactly once, in the order wanted; it has: \(ids)"
        case .alreadyWithdrawn: return "it is withdrawn already"
        }
    }
}
