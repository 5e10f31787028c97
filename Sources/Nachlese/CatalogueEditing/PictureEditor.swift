package import Catalogue
package import Platform
package import SQLite

/// Adds, changes and removes the pictures of a module's report; each call is one transaction.
package struct PictureEditor: Sendable {
    private let writer: Writer
    private let ingest: ContentIngest
    private let clock: WallClock

    package init(writer: Writer, store: FileStore, clock: WallClock) {
        self.writer = writer
        self.clock = clock
        ingest = ContentIngest(store: store, writer: writer)
    }

    /// A picture that is to be added: its whole file, looked at.
    package struct Source: Sendable {
        package let name: PictureName
        let bytes: [UInt8]
        let facts: PictureFacts

        /// - Parameters:
        ///   - bytes: of the file.
        ///   - stem: what the name is made from, be it a file's name.
        /// - Throws: what keeps it from being shown on a page; nil for the name where none can be made.
        package init?(_ bytes: [UInt8], namedAfter stem: String) throws(PictureFault) {
            self.bytes = bytes
            facts = try PictureFacts(bytes)
            guard let name = PictureName(fileName: stem, format: facts.format) else { return nil }
            self.name = name
        }
    }

    /// Adds a picture.
    ///
    /// - Parameters:
    ///   - source: its file and name.
    ///   - alternative: what it shows; nil when it only decorates.
    ///   - slug: the module.
    /// - Returns: the picture, and whether the report shows it already.
    /// - Throws: `ModuleError.unknown`, `PictureError.exists`, `IngestError`, `SQLiteError`.
    package func add(
        _ source: Source, alternative: Label?, to slug: Slug
    ) async throws -> (picture: Picture, isInReport: Bool) {
        let now = clock.now
        return try await ingest.take(source.bytes) { content, transaction in
            let module = try Module.get(slug, in: transaction.database)
            let picture = try Picture.add(
                Picture.Draft(name: source.name, alternative: alternative, facts: source.facts, content: content),
                to: module, now: now, in: transaction)
            return (picture, ReportMarkup.pictures(in: module.report).contains(source.name))
        }
    }

    /// Says anew what a picture shows; nil: it only decorates.
    ///
    /// - Throws: `ModuleError.unknown`, `PictureError.unknown`, `SQLiteError`.
    package func describe(_ name: PictureName, of slug: Slug, as alternative: Label?) async throws {
        try await writer.write { transaction in
            let module = try Module.get(slug, in: transaction.database)
            var changed = try Picture.get(name, of: module, in: transaction.database)
            changed.alternative = alternative?.text
            try changed.save(in: transaction)
        }
    }

    /// Deletes a picture with its file.
    ///
    /// - Throws: `ModuleError.unknown`, `PictureError.unknown`, `SQLiteError`.
    package func remove(_ name: PictureName, of slug: Slug) async throws {
        let content = try await writer.write { transaction in
            let module = try Module.get(slug, in: transaction.database)
            let removed = try Picture.get(name, of: module, in: transaction.database)
            try removed.remove(in: transaction)
            return removed.content
        }
        try await ingest.discard([content])
    }
}
