import Testing

@testable import SQLite

struct RowReaderTests {
    private struct Member: RowDecodable, Equatable {
        static let columns: SQL = "id, email, name"

        let id: Int
        let email: String
        let name: String?

        init(id: Int, email: String, name: String?) {
            self.id = id
            self.email = email
            self.name = name
        }

        init(_ row: inout RowReader) throws {
            self.init(id: try row.read(), email: try row.read(), name: try row.read())
        }
    }

    private struct Request: RowDecodable {
        let number: Int
        let member: Member
        let isOpen: Bool

        init(_ row: inout RowReader) throws {
            number = try row.read()
            member = try Member(&row)
            isOpen = try row.read()
        }
    }

    private static let all: SQL = "SELECT \(Member.columns) FROM member ORDER BY id"
    private static let requests: SQL = "SELECT 7, \(Member.columns), id = 1 FROM member ORDER BY id"
    private static let tooMany: SQL = "SELECT \(Member.columns), email FROM member"
    private static let tooFew: SQL = "SELECT id, email FROM member"

    private func database() throws -> Database {
        let database = try Database.inMemory()
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT, name TEXT) STRICT")
            try transaction.run("INSERT INTO member VALUES (1, 'a@example.org', 'A'), (2, 'b@example.org', NULL)")
        }
        return database
    }

    @Test func `an entity reads its columns in order`() throws {
        let members: [Member] = try database().all(Self.all)
        let expected = [
            Member(id: 1, email: "a@example.org", name: "A"), Member(id: 2, email: "b@example.org", name: nil),
        ]
        #expect(members == expected)
        #expect(try database().first(Self.all) == expected[0])
    }

    @Test func `an entity reads another one among its columns`() throws {
        let requests: [Request] = try database().all(Self.requests)
        #expect(requests.map(\.number) == [7, 7])
        #expect(requests.map(\.member.name) == ["A", nil])
        #expect(requests.map(\.isOpen) == [true, false])
    }

    @Test(arguments: [(tooMany, "3 of 4 columns were read"), (tooFew, "no column 2 among 2")])
    func `columns and initialiser that disagree in number are an error`(query: SQL, message: String) throws {
        let database = try database()
        let attempts: [() throws -> Void] = [
            { _ = try database.first(query) as Member? },
            { _ = try database.all(query) as [Member] },
            { try database.forEach(query) { row in _ = try Member(&row) } },
            {
                try database.transaction { transaction in
                    _ = try transaction.first(query) as Member?
                }
            },
        ]
        for (index, attempt) in attempts.enumerated() {
            let error = #expect(throws: SQLiteError.self, "\(index)") { try attempt() }
            #expect(error?.code == .range, "\(index)")
            #expect(error?.message == message, "\(index)")
            #expect(error?.sql == query.description, "\(index)")
        }
    }

    @Test func `a column that is not there is an error, not a trap`() throws {
        let database = try Database.inMemory()
        let error = #expect(throws: SQLiteError.self) {
            _ = try database.first("SELECT 1") { row in
                _ = try row.read(Int.self)
                return try row.read(Int?.self)
            }
        }
        #expect(error?.code == .range)
        #expect(error?.message == "no column 1 among 1")
    }

    @Test func `the rest of a row can be left unread`() throws {
        let first = try database().all(Self.all) { row in
            defer { row.skipRest() }
            return try row.read(Int.self)
        }
        #expect(first == [1, 2])
    }

    @Test func `a value of a type of its own names its column when it does not fit`() throws {
        enum Kind: String, DatabaseValue { case member }
        let error = #expect(throws: SQLiteError.self) {
            _ = try Database.inMemory().first("SELECT 1 AS id, 'secret' AS kind") { row in
                (try row.read(Int.self), try row.read(Kind.self))
            }
        }
        #expect(error?.message == "column kind holds no Kind")
    }

    @Test func `the value of one column is read alone`() throws {
        let database = try database()
        #expect(try database.count("SELECT count(*) FROM member WHERE id > ?", 1) == 1)
        #expect(try database.value("SELECT max(id) FROM member WHERE id > ?", 9) == nil as Int?)
        let error = #expect(throws: SQLiteError.self) {
            _ = try database.value("SELECT id, email FROM member") as Int
        }
        #expect(error?.code == .range)
        let missing = #expect(throws: SQLiteError.self) {
            _ = try database.value("SELECT id FROM member WHERE id = ?", 9) as Int
        }
        #expect(missing?.code == .misuse)
    }

    @Test func `whether there is a row is found out`() throws {
        let database = try database()
        #expect(try database.exists("SELECT 1 FROM member WHERE id = ?", 2))
        #expect(try !database.exists("SELECT 1 FROM member WHERE id = ?", 3))
        // A statement left in the middle would keep the table locked.
        try database.transaction { transaction in try transaction.run("DROP TABLE member") }
    }
}
