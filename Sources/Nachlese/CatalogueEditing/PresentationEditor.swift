package import Catalogue
package import Codecs
package import Platform
package import SQLite
package import SystemPackage

/// Adds, replaces, changes and removes the presentations of a module; each call is one transaction.
package struct PresentationEditor: Sendable {
    private let writer: Writer
    private let ingest: ContentIngest
    private let clock: WallClock

    package init(writer: Writer, store: FileStore, clock: WallClock) {
        self.writer = writer
        self.clock = clock
        ingest = ContentIngest(store: store, writer: writer)
    }

    /// What is said of a new presentation.
    package struct Details: Sendable {
        /// Nil: the name of the file.
        package var title: Label?
        package var speaker = Label()
        package var organisation = Label()
        package var audience = Presentation.Audience.admitted
        package var language = LanguageTag.german

        package init() {}
    }

    /// What is to be different about a presentation; what is nil stays.
    package struct Change: Sendable {
        package var title: Label?
        package var speaker: Label?
        package var organisation: Label?
        package var audience: Presentation.Audience?
        package var language: LanguageTag?

        package init() {}
    }

    /// Takes in a file as a new presentation at the end of a module.
    ///
    /// - Throws: `ModuleError.unknown` before the file is read, which may take a while; `IngestError`, `Label.Fault`,
    ///   `SQLiteError`.
    package func add(
        _ source: FilePath, _ details: Details, to slug: Slug
    ) async throws -> (presentation: Presentation, module: Module) {
        _ = try await writer.read { try Module.get(slug, in: $0) }
        let now = clock.now
        return try await ingest.take(source) { ingested, transaction in
            let module = try Module.get(slug, in: transaction.database)
            let draft = Presentation.Draft(
                title: try details.title ?? Label(ingested.name.stem), speaker: details.speaker,
                organisation: details.organisation, audience: details.audience, fileName: ingested.name,
                mediaType: ingested.mediaType, content: ingested.content, language: details.language)
            return (try Presentation.add(draft, to: module.id, now: now, in: transaction), module)
        }
    }

    /// Puts a corrected file in the place of the present one, which stays as an older version.
    ///
    /// - Throws: `PresentationError.unknown`, `IngestError`, `SQLiteError`.
    package func replaceFile(of id: Presentation.ID, by source: FilePath) async throws -> Presentation {
        _ = try await writer.read { try Presentation.get(id, in: $0) }
        let now = clock.now
        return try await ingest.take(source) { ingested, transaction in
            var presentation = try Presentation.get(id, in: transaction.database)
            try presentation.replaceFile(
                name: ingested.name, mediaType: ingested.mediaType, content: ingested.content, now: now,
                in: transaction)
            return presentation
        }
    }

    /// - Throws: `PresentationError.unknown`, `SQLiteError`.
    package func change(_ id: Presentation.ID, by change: Change) async throws -> Presentation {
        try await writer.write { transaction in
            var changed = try Presentation.get(id, in: transaction.database)
            if let title = change.title { changed.title = title.text }
            if let speaker = change.speaker { changed.speaker = speaker.text }
            if let organisation = change.organisation { changed.organisation = organisation.text }
            if let audience = change.audience { changed.audience = audience }
            if let language = change.language { changed.language = language }
            try changed.save(in: transaction)
            return changed
        }
    }

    /// - Throws: `ModuleError.unknown`, `PresentationError.incompleteOrder`, `SQLiteError`.
    package func order(_ ids: [Presentation.ID], of module: Slug) async throws {
        try await writer.write { transaction in
            try Presentation.order(ids, of: Module.get(module, in: transaction.database), in: transaction)
        }
    }

    /// - Throws: `PresentationError.unknown`, `PresentationError.alreadyWithdrawn`, `SQLiteError`.
    package func withdraw(_ id: Presentation.ID) async throws {
        let now = clock.now
        try await writer.write { transaction in
            var presentation = try Presentation.get(id, in: transaction.database)
            try presentation.withdraw(now: now, in: transaction)
        }
    }

    /// Deletes a presentation with all versions of its file.
    ///
    /// - Throws: `PresentationError.unknown`, `SQLiteError`.
    package func remove(_ id: Presentation.ID) async throws {
        let contents = try await writer.write { transaction in
            let before = Set(try StoredFile.allNamed(in: transaction.database))
            try Presentation.get(id, in: transaction.database).remove(in: transaction)
            return before.subtracting(try StoredFile.allNamed(in: transaction.database))
        }
        try await ingest.discard(contents)
    }
}
