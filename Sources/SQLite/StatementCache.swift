/// The prepared statements of one connection, found by the address of their SQL.
///
/// A program holds a finite number of them, so that nothing is ever evicted.
struct StatementCache {
    private var entries: [UInt: Entry] = [:]

    /// How many statements it holds.
    var count: Int { entries.count }

    /// Hands out a statement, prepared on its first use.
    ///
    /// While it is lent already (its rows are being read further up), a second one is prepared, which lives as long as
    /// the lease.
    mutating func lease(_ sql: SQL, on connection: borrowing Connection) throws(SQLiteError) -> Lease {
        let address = sql.address
        if let entry = entries[address] ?? entry(composedLike: sql) {
            if !entry.isLent { return Lease(of: entry) }
            return Lease(of: Entry(sql, try connection.prepare(sql)))
        }
        let entry = Entry(sql, try connection.prepare(sql))
        entries[address] = entry
        return Lease(of: entry)
    }

    /// What an equal text was prepared as before; one that is composed for each call must not fill the memory.
    private func entry(composedLike sql: SQL) -> Entry? {
        guard sql.isComposed else { return nil }
        let text = sql.description
        guard let entry = entries.values.first(where: { $0.sql.isComposed && $0.sql.description == text }) else {
            return nil
        }
        assertionFailure("composed again: \(text); keep it in a static let")
        return entry
    }

    /// Finalises all statements that are not lent.
    mutating func removeAll() {
        entries.removeAll()
    }
}

extension StatementCache {
    /// A statement, and whether it is in use.
    final class Entry {
        /// Kept, so that its address stays its own.
        let sql: SQL
        let statement: Statement
        fileprivate(set) var isLent = false

        init(_ sql: SQL, _ statement: consuming Statement) {
            self.sql = sql
            self.statement = statement
        }
    }

    /// The use of a statement, which is reset at its end, whatever happened meanwhile.
    struct Lease: ~Copyable {
        let entry: Entry

        fileprivate init(of entry: Entry) {
            self.entry = entry
            entry.isLent = true
        }

        deinit {
            entry.statement.reset()
            entry.isLent = false
        }
    }
}
