/// What SQLite, or this layer above it, refused.
///
/// Its texts name tables, columns and SQL, never a bound value: they may be logged.
package struct SQLiteError: Error, Equatable, Sendable {
    /// The extended result code; this layer's own refusals use the SQLite code that fits.
    package let code: Code

    /// What went wrong, in English.
    package let message: String

    /// The statement that failed, with its placeholders, where there was one.
    package let sql: String?

    package init(_ code: Code, _ message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }
}

extension SQLiteError {
    /// Whether a row with the same key is there already.
    package var isUniqueViolation: Bool {
        code == .constraintUnique || code == .constraintPrimaryKey || code == .constraintRowID
    }

    /// Whether a row refers to one that does not exist, or is still referred to.
    package var isForeignKeyViolation: Bool { code == .constraintForeignKey }

    /// Whether another connection held a lock longer than the busy timeout.
    package var isBusy: Bool { code.primary == .busy || code.primary == .locked }

    /// Whether the file is damaged, or is no SQLite database.
    package var isCorrupt: Bool { code.primary == .corrupt || code.primary == .notADatabase }

    /// Whether the disk is full.
    package var isFull: Bool { code.primary == .full }

    /// Whether the disk failed; what was not acknowledged before must not be trusted to be there.
    package var isIOFailure: Bool { code.primary == .ioError }

    /// Whether the connection or the file does not allow changes.
    package var isReadOnly: Bool { code.primary == .readOnly }
}

extension SQLiteError: CustomStringConvertible {
    package var description: String {
        let reason = "\(message) (SQLite code \(code.rawValue))"
        guard let sql else { return reason }
        return "\(reason), in: \(sql)"
    }
}
