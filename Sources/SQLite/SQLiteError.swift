import CSQLite

/// An error of SQLite, or of this layer above it.
///
/// Its texts contain names of tables and columns and SQL, never a bound value, so that they may be logged.
package struct SQLiteError: Error, Equatable, Sendable {
    /// The extended result code; errors of this layer use the code of SQLite that fits.
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
    /// Whether a row with the same key exists.
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

extension SQLiteError {
    /// A result code of SQLite (https://www.sqlite.org/rescode.html), primary or extended.
    ///
    /// As a pattern a primary code matches all its extended ones:
    /// `catch SQLiteError.Code.constraint` catches `.constraintUnique`, too.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The low eight bits, which give the kind of error.
        package var primary: Code { Code(rawValue: rawValue & 0xff) }

        /// Whether `code` is the pattern, or one of its extended codes.
        package static func ~= (pattern: Code, code: Code) -> Bool {
            pattern == code || pattern == code.primary
        }

        /// Whether the error comes from SQLite and has such a code.
        package static func ~= (pattern: Code, error: any Error) -> Bool {
            guard let error = error as? SQLiteError else { return false }
            return pattern ~= error.code
        }
    }
}

extension SQLiteError.Code {
    package static let error = Self(rawValue: SQLITE_ERROR)
    package static let permission = Self(rawValue: SQLITE_PERM)
    package static let abort = Self(rawValue: SQLITE_ABORT)
    package static let busy = Self(rawValue: SQLITE_BUSY)
    package static let locked = Self(rawValue: SQLITE_LOCKED)
    package static let noMemory = Self(rawValue: SQLITE_NOMEM)
    package static let readOnly = Self(rawValue: SQLITE_READONLY)
    package static let interrupted = Self(rawValue: SQLITE_INTERRUPT)
    package static let ioError = Self(rawValue: SQLITE_IOERR)
    package static let corrupt = Self(rawValue: SQLITE_CORRUPT)
    package static let full = Self(rawValue: SQLITE_FULL)
    package static let cannotOpen = Self(rawValue: SQLITE_CANTOPEN)
    package static let tooBig = Self(rawValue: SQLITE_TOOBIG)
    package static let constraint = Self(rawValue: SQLITE_CONSTRAINT)
    package static let mismatch = Self(rawValue: SQLITE_MISMATCH)
    package static let misuse = Self(rawValue: SQLITE_MISUSE)
    package static let notAuthorized = Self(rawValue: SQLITE_AUTH)
    package static let range = Self(rawValue: SQLITE_RANGE)
    package static let notADatabase = Self(rawValue: SQLITE_NOTADB)

    package static let busySnapshot = Self(rawValue: SQLITE_BUSY | 2 << 8)
    package static let constraintCheck = Self(rawValue: SQLITE_CONSTRAINT | 1 << 8)
    package static let constraintForeignKey = Self(rawValue: SQLITE_CONSTRAINT | 3 << 8)
    package static let constraintNotNull = Self(rawValue: SQLITE_CONSTRAINT | 5 << 8)
    package static let constraintPrimaryKey = Self(rawValue: SQLITE_CONSTRAINT | 6 << 8)
    package static let constraintTrigger = Self(rawValue: SQLITE_CONSTRAINT | 7 << 8)
    package static let constraintUnique = Self(rawValue: SQLITE_CONSTRAINT | 8 << 8)
    package static let constraintRowID = Self(rawValue: SQLITE_CONSTRAINT | 10 << 8)
    package static let constraintDataType = Self(rawValue: SQLITE_CONSTRAINT | 12 << 8)
}
