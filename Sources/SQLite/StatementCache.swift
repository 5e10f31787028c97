/// The prepared statements of one connection, found by the address of their literal.
///
/// A program holds a finite number of literals, so that nothing is ever evicted.
struct StatementCache {
    private struct Key: Hashable {
        let address: UInt
        let count: Int
    }

    private var entries: [Key: Entry] = [:]

    /// How many statements it holds.
    var count: Int { entries.count }

    /// Hands out the statement of a literal, prepared on its first use.
    ///
    /// While it is lent already (its rows are being read further up), a second one is prepared, which lives as long as
    /// the lease.
    mutating func lease(_ sql: StaticString, on connection: borrowing Connection) throws(SQLiteError) -> Lease {
        guard sql.hasPointerRepresentation else { throw SQLiteError(.misuse, "no statement", sql: sql.description) }
        let key = Key(address: unsafe UInt(bitPattern: sql.utf8Start), count: sql.utf8CodeUnitCount)
        if let entry = entries[key] {
            if !entry.isLent { return Lease(of: entry) }
            return Lease(of: Entry(try connection.prepare(sql)))
        }
        let entry = Entry(try connection.prepare(sql))
        entries[key] = entry
        return Lease(of: entry)
    }

    /// Finalises all statements that are not lent.
    mutating func removeAll() {
        entries.removeAll()
    }
}

extension StatementCache {
    /// A statement, and whether it is in use.
    final class Entry {
        let statement: Statement
        fileprivate(set) var isLent = false

        init(_ statement: consuming Statement) {
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
