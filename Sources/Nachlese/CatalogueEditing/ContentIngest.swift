package import Catalogue
package import SQLite
package import SystemPackage

/// Files on their way into the store and out of it, in step with the rows that name them.
///
/// A content is in the store before a row names it, and goes after the last row is gone. The rows are looked at and the
/// file is removed inside one write transaction, and whoever adds a row looks inside theirs whether the file is still
/// there: so no removal can take away what another process adds at the same moment.
///
/// Reading and hashing a file blocks on the disk; it runs on the concurrent pool, never on the caller's executor.
package struct ContentIngest: Sendable {
    private let store: FileStore
    private let writer: Writer

    package init(store: FileStore, writer: Writer) {
        self.store = store
        self.writer = writer
    }

    /// Takes in a file and has `save` store the row that names it; nothing of it remains when that fails.
    ///
    /// - Throws: `IngestError`, what `save` throws, `SQLiteError`.
    package func take<Result: Sendable>(
        _ source: FilePath, save: @Sendable (FileStore.Ingested, borrowing Transaction) throws -> Result
    ) async throws -> Result {
        while true {
            let ingested = try await ingest(source)
            if let result = try await keep(ingested.content, { try save(ingested, $0) }) { return result }
        }
    }

    /// Takes in a content that is in memory.
    ///
    /// - Throws: as for a file.
    package func take<Result: Sendable>(
        _ bytes: [UInt8], save: @Sendable (StoredFile, borrowing Transaction) throws -> Result
    ) async throws -> Result {
        while true {
            let content = try await ingest(bytes)
            if let result = try await keep(content, { try save(content, $0) }) { return result }
        }
    }

    /// Removes contents that no row names any more.
    package func discard(_ contents: some Sequence<StoredFile> & Sendable) async throws {
        let store = store
        try await writer.write { transaction in
            let named = Set(try StoredFile.allNamed(in: transaction.database))
            for content in contents where !named.contains(content) { store.discard(content) }
        }
    }

    /// Nil when another process removed the same content between taking it in and naming it.
    private func keep<Result: Sendable>(
        _ content: StoredFile, _ save: @Sendable (borrowing Transaction) throws -> Result
    ) async throws -> Result? {
        let store = store
        do {
            return try await writer.write { transaction in
                let result = try save(transaction)
                guard store.holds(content) else { throw Vanished() }
                return result
            }
        } catch is Vanished {
            return nil
        } catch {
            try await discard([content])
            throw error
        }
    }

    @concurrent private func ingest(_ source: FilePath) async throws(IngestError) -> FileStore.Ingested {
        try store.ingest(source)
    }

    @concurrent private func ingest(_ bytes: [UInt8]) async throws(IngestError) -> StoredFile {
        try store.ingest(bytes)
    }

    private struct Vanished: Error {}
}
