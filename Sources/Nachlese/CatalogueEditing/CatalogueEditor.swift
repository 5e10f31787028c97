package import Catalogue
package import Codecs
package import Platform
package import SQLite

/// Adds, changes, publishes and removes series and modules; each call is one transaction.
package struct CatalogueEditor: Sendable {
    private let writer: Writer
    private let store: FileStore
    private let clock: WallClock

    package init(writer: Writer, store: FileStore, clock: WallClock) {
        self.writer = writer
        self.store = store
        self.clock = clock
    }

    /// What is to be different about a series; what is nil stays.
    package struct SeriesChange: Sendable {
        package var title: Label?
        package var summary: String?
        package var language: LanguageTag?

        package init() {}
    }

    /// What is to be different about a module; what is nil stays.
    package struct ModuleChange: Sendable {
        package var number: Label?
        package var title: Label?
        package var heldOn: CalendarDate?
        package var place: Label?
        package var report: String?
        package var language: LanguageTag?

        package init() {}
    }

    /// A module as it is after a change.
    package struct EditedModule: Sendable {
        package let module: Module
        /// Pictures that the report names and the module does not have: nothing is shown in their place.
        package let missingPictures: [PictureName]

        init(_ module: Module, in database: Database) throws {
            self.module = module
            let present = Set(try Picture.all(of: module.id, in: database).map(\.name))
            missingPictures = ReportMarkup.pictures(in: module.report).filter { !present.contains($0) }
        }
    }

    /// - Throws: `SeriesError.exists`, `SQLiteError`.
    package func addSeries(
        _ slug: Slug, title: Label, summary: String, language: LanguageTag
    ) async throws -> Series {
        let now = clock.now
        return try await writer.write {
            try Series.add(slug, title: title, summary: summary, language: language, now: now, in: $0)
        }
    }

    /// - Throws: `SeriesError.unknown`, `SQLiteError`.
    package func change(_ series: Slug, by change: SeriesChange) async throws -> Series {
        try await writer.write { transaction in
            var changed = try Series.get(series, in: transaction.database)
            if let title = change.title { changed.title = title.text }
            if let summary = change.summary { changed.summary = summary }
            if let language = change.language { changed.language = language }
            try changed.save(in: transaction)
            return changed
        }
    }

    /// Removes a series without modules, with the admissions to it.
    ///
    /// - Throws: `SeriesError.unknown`, `SeriesError.inUse`, `SQLiteError`.
    package func removeSeries(_ series: Slug) async throws {
        try await writer.write { try Series.get(series, in: $0.database).remove(in: $0) }
    }

    /// - Throws: `SeriesError.unknown`, `ModuleError.exists`, `SQLiteError`.
    package func addModule(_ draft: Module.Draft, to series: Slug, publishing: Bool) async throws -> EditedModule {
        let now = clock.now
        return try await writer.write { transaction in
            let series = try Series.get(series, in: transaction.database)
            var module = try Module.add(draft, to: series.id, now: now, in: transaction)
            if publishing { try module.publish(now: now, in: transaction) }
            return try EditedModule(module, in: transaction.database)
        }
    }

    /// - Throws: `ModuleError.unknown`, `SQLiteError`.
    package func change(_ module: Slug, by change: ModuleChange) async throws -> EditedModule {
        let now = clock.now
        return try await writer.write { transaction in
            var changed = try Module.get(module, in: transaction.database)
            if let number = change.number { changed.number = number.text }
            if let title = change.title { changed.title = title.text }
            if let heldOn = change.heldOn { changed.heldOn = heldOn }
            if let place = change.place { changed.place = place.text }
            if let report = change.report { changed.report = report }
            if let language = change.language { changed.language = language }
            try changed.save(now: now, in: transaction)
            return try EditedModule(changed, in: transaction.database)
        }
    }

    /// - Throws: `ModuleError.unknown`, `ModuleError.alreadyPublished`, `SQLiteError`.
    package func publishModule(_ slug: Slug) async throws -> EditedModule {
        let now = clock.now
        return try await writer.write { transaction in
            var module = try Module.get(slug, in: transaction.database)
            try module.publish(now: now, in: transaction)
            return try EditedModule(module, in: transaction.database)
        }
    }

    /// - Throws: `ModuleError.unknown`, `ModuleError.notPublished`, `ModuleError.alreadyWithdrawn`,
    ///   `SQLiteError`.
    package func withdrawModule(_ slug: Slug) async throws {
        let now = clock.now
        try await writer.write { transaction in
            var module = try Module.get(slug, in: transaction.database)
            try module.withdraw(now: now, in: transaction)
        }
    }

    /// Removes a module without presentations, with its pictures and the admissions to it.
    ///
    /// - Throws: `ModuleError.unknown`, `ModuleError.inUse`, `SQLiteError`.
    package func removeModule(_ slug: Slug) async throws {
        let contents = try await writer.write { transaction in
            let module = try Module.get(slug, in: transaction.database)
            let pictures = try Picture.all(of: module.id, in: transaction.database)
            try module.remove(in: transaction)
            return pictures.map(\.content)
        }
        try await ContentIngest(store: store, writer: writer).discard(contents)
    }
}
