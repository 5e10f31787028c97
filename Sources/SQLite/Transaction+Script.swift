extension Transaction {
    /// Runs the statements of a migration, one after the other; rows are dropped.
    ///
    /// For the program's own migration files only: text from anywhere else, or text put together at run time, must not
    /// come near it. Statements that begin or end a transaction or attach a file are refused.
    ///
    /// - Parameter script: SQL in UTF-8.
    /// - Throws: `SQLiteError` that gives the line; `.misuse` for a zero byte, which SQLite would take as the end.
    package func runMigrationScript(_ script: [UInt8]) throws(SQLiteError) {
        if let zero = script.firstIndex(of: 0) {
            throw SQLiteError(.misuse, "line \(Self.line(at: zero, in: script)): zero byte in the SQL")
        }
        try database.connection.setConfined(true)
        // The typed error travels as a value, because the array's closure rethrows it untyped.
        let outcome = unsafe script.withUnsafeBufferPointer { unsafe run($0, of: script) }
        try database.connection.setConfined(false)
        if let failure = outcome { throw failure }
    }

    private func run(_ text: UnsafeBufferPointer<UInt8>, of script: [UInt8]) -> SQLiteError? {
        var start = Self.statement(in: script, after: 0)
        while start < script.count {
            var place = start
            do throws(SQLiteError) {
                try database.requireTransaction()
                let statement = try unsafe database.connection.prepare(text, from: start, to: &place, flags: 0)
                let end = place
                // What fails while it runs is told by the line where it begins.
                place = start
                if let statement {
                    try statement.finish()
                } else if end == start {
                    return nil
                }
                start = Self.statement(in: script, after: end)
            } catch {
                let message = "line \(Self.line(at: place, in: script)): \(error.message)"
                return SQLiteError(error.code, message, sql: error.sql.map(Self.shortened))
            }
        }
        return nil
    }

    /// Where the next statement begins, behind blanks and lines of comment.
    private static func statement(in script: [UInt8], after offset: Int) -> Int {
        var rest = script[offset...]
        while let byte = rest.first {
            if byte == 0x20 || (0x09...0x0d).contains(byte) {
                rest = rest.dropFirst()
            } else if rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else {
                break
            }
        }
        return rest.startIndex
    }

    /// The beginning of a statement: where it ends is not known when it could not be prepared.
    private static func shortened(_ sql: String) -> String {
        sql.utf8.count <= 400 ? sql : String(decoding: sql.utf8.prefix(400), as: UTF8.self) + " […]"
    }

    private static func line(at offset: Int, in script: [UInt8]) -> Int {
        1 + script.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    }
}
