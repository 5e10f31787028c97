import Nachlese
import SQLite
import SystemPackage

/// Files on their way into the store and out of it, in step with the rows that name them.
///
/// A content is in the store before a row names it, and goes after the last row is gone. The rows are looked at and the
/// file is removed inside one write transaction, and whoever adds a row looks inside theirs whether the file is still
/// there: so no removal can take away what another command adds at the same moment.
struct Intake {
    let store: FileStore
    let database: Database

    /// Takes in a file, as it was typed, and has `save` store the row that names it; nothing of it remains when that
    /// fails.
    func take<Result>(
        _ file: String, save: (FileStore.Ingested, borrowing Transaction) throws -> Result
    ) throws -> Result {
        try take({ try ingest(file) }, content: \.content, save: save)
    }

    /// Takes in what is in memory, read from a file as it was typed.
    func take<Result>(
        _ octets: [UInt8], of file: String, save: (StoredFile, borrowing Transaction) throws -> Result
    ) throws -> Result {
        try take({ try ingest(octets, of: file) }, content: \.self, save: save)
    }

    private func take<Taken, Result>(
        _ ingest: () throws -> Taken, content: (Taken) -> StoredFile,
        save: (Taken, borrowing Transaction) throws -> Result
    ) throws -> Result {
        while true {
            let taken = try ingest()
            do {
                return try database.transaction { transaction in
                    let result = try save(taken, transaction)
                    guard store.holds(content(taken)) else { throw Vanished() }
                    return result
                }
            } catch is Vanished {
                continue
            } catch {
                try discard([content(taken)])
                throw error
            }
        }
    }

    /// Removes contents that no row names any more.
    func discard(_ contents: some Sequence<StoredFile>) throws {
        try database.transaction { transaction in
            let named = Set(try StoredFile.allNamed(in: transaction.database))
            for content in contents where !named.contains(content) { store.discard(content) }
        }
    }

    private func ingest(_ file: String) throws(Complaint) -> FileStore.Ingested {
        do throws(IngestError) {
            return try store.ingest(FilePath(file))
        } catch {
            throw Complaint(error, file: file)
        }
    }

    private func ingest(_ octets: [UInt8], of file: String) throws(Complaint) -> StoredFile {
        do throws(IngestError) {
            return try store.ingest(octets)
        } catch {
            throw Complaint(error, file: file)
        }
    }

    /// Another command removed the same content between taking it in and naming it.
    private struct Vanished: Error {}
}

extension Complaint {
    /// About a file that was to be taken in, as it was typed.
    init(_ error: IngestError, file: String) {
        switch error {
        case .notFound: self.init(.notFound, "there is no file '\(file)'")
        case .notReadable(let error): self.init(error, of: "'\(file)' cannot be read")
        case .notAFile: self.init(.badInput, "'\(file)' is not a file; name one file, not a folder")
        case .empty: self.init(.badInput, "'\(file)' is empty; save it again and retry")
        case .badName:
            self.init(
                .badInput,
                "the name of '\(file)' cannot be offered to people; rename it, without control characters, slashes, "
                    + "a dot at the begin or more than \(FileName.maximumLength) octets")
        case .kind(.unknownExtension(let found, let known)):
            self.init(
                .badInput,
                "'\(file)': files of the kind '\(found)' are not offered; known are \(known.joined(separator: ", "))")
        case .kind(.contentDiffers(let kind)):
            self.init(
                .badInput, "'\(file)' does not begin like a \(kind) file; save it again in that format or rename it")
        case .notWritten(let error): self.init(error, of: "the files folder cannot be written")
        }
    }
}
