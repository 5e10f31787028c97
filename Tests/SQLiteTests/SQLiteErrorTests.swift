import Testing

@testable import SQLite

struct SQLiteErrorTests {
    private func database() throws -> Database {
        let database = try Database.inMemory()
        try database.transaction { transaction in
            try transaction.runMigrationScript(
                Array(
                    """
                    CREATE TABLE a (
                        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (length(name) < 40),
                        parent INTEGER REFERENCES a
                    ) STRICT;
                    CREATE TABLE k (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
                    CREATE TRIGGER guard BEFORE INSERT ON k WHEN new.word = 'secret-trigger'
                    BEGIN SELECT RAISE(ABORT, 'not this word'); END;
                    CREATE VIRTUAL TABLE texts USING fts5(body);
                    INSERT INTO a (id, name) VALUES (1, 'secret-name');
                    INSERT INTO k VALUES ('secret-word');
                    """.utf8))
        }
        return database
    }

    private func failure(_ attempt: (borrowing Transaction) throws -> Void) throws -> SQLiteError {
        let database = try database()
        let error = #expect(throws: SQLiteError.self) { try database.transaction(attempt) }
        return try #require(error)
    }

    @Test func `each constraint has its code, and no text holds a value`() throws {
        let name = "secret-name"
        let cases: [(SQLiteError.Code, SQLiteError)] = [
            (.constraintUnique, try failure { t in try t.run("INSERT INTO a (name) VALUES (?)", name) }),
            (.constraintPrimaryKey, try failure { t in try t.run("INSERT INTO a VALUES (1, ?, NULL)", "secret") }),
            (.constraintPrimaryKey, try failure { t in try t.run("INSERT INTO k VALUES (?)", "secret-word") }),
            (.constraintNotNull, try failure { t in try t.run("INSERT INTO a (name) VALUES (?)", String?.none) }),
            (
                .constraintCheck,
                try failure { t in try t.run("INSERT INTO a (name) VALUES (?)", String(repeating: "secret", count: 9)) }
            ),
            (.constraintForeignKey, try failure { t in try t.run("UPDATE a SET parent = ?", 4711) }),
            (.constraintTrigger, try failure { t in try t.run("INSERT INTO k VALUES (?)", "secret-trigger") }),
            (.constraintDataType, try failure { t in try t.run("UPDATE a SET parent = ?", "secret") }),
        ]
        for (code, error) in cases {
            #expect(error.code == code, "\(error)")
            #expect(error.code.primary == .constraint)
            #expect(!error.description.contains("secret") && !error.description.contains("4711"), "\(error)")
        }
        #expect(cases.map(\.1.isUniqueViolation) == [true, true, true, false, false, false, false, false])
        #expect(cases[6].1.message == "not this word")
        #expect(
            cases[0].1.description
                == "UNIQUE constraint failed: a.name (SQLite code 2067), in: INSERT INTO a (name) VALUES (?)")
    }

    @Test func `a search text that SQLite would quote stays out of the error`() throws {
        let database = try database()
        let error = #expect(throws: SQLiteError.self) {
            _ = try database.all("SELECT body FROM texts WHERE texts MATCH ?", "secret:\"") { _ in }
        }
        #expect(error?.description.contains("secret") == false)
        #expect(error?.sql == "SELECT body FROM texts WHERE texts MATCH ?")
    }

    @Test func `a primary code as a pattern matches its extended codes, not the other way round`() {
        let unique = SQLiteError(.constraintUnique, "x")
        #expect(SQLiteError.Code.constraint ~= unique.code)
        #expect(SQLiteError.Code.constraintUnique ~= unique.code)
        #expect(!(SQLiteError.Code.constraintUnique ~= SQLiteError.Code.constraint))
        #expect(!(SQLiteError.Code.constraintUnique ~= SQLiteError.Code.constraintCheck))
        do {
            throw unique
        } catch SQLiteError.Code.busy {
            Issue.record("busy")
        } catch SQLiteError.Code.constraint {
        } catch {
            Issue.record("not matched")
        }
    }

    @Test(
        arguments: [
            (5, \SQLiteError.isBusy), (517, \.isBusy), (6, \.isBusy), (11, \.isCorrupt), (267, \.isCorrupt),
            (26, \.isCorrupt), (13, \.isFull), (10, \.isIOFailure), (1034, \.isIOFailure), (8, \.isReadOnly),
            (264, \.isReadOnly), (787, \.isForeignKeyViolation), (2579, \.isUniqueViolation),
        ] as [(Int32, any KeyPath<SQLiteError, Bool> & Sendable)])
    func `the questions know the extended codes`(code: Int32, question: any KeyPath<SQLiteError, Bool> & Sendable) {
        #expect(SQLiteError(.init(rawValue: code), "x")[keyPath: question])
        #expect(!SQLiteError(.misuse, "x")[keyPath: question])
    }
}
