import Testing

@testable import SQLite

struct DatabaseReadingTests {
    private struct Interruption: Error {}

    private func database() throws -> Database {
        let database = try Database.inMemory()
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE node (id INTEGER PRIMARY KEY, parent INTEGER, name TEXT) STRICT")
            for id in 1...6 {
                let parent = id == 1 ? nil : id / 2
                try transaction.run("INSERT INTO node VALUES (?, ?, ?)", id, parent, "n\(id)")
            }
        }
        return database
    }

    @Test func `rows come in order, each turned into a value`() throws {
        struct Node: Equatable {
            let id: Int64
            let parent: Int?
            let name: String
        }
        let nodes = try database().all("SELECT id, parent, name FROM node WHERE id <= ? ORDER BY id", 2) { row in
            Node(id: try row.read(), parent: try row.read(), name: try row.read())
        }
        #expect(nodes == [Node(id: 1, parent: nil, name: "n1"), Node(id: 2, parent: 1, name: "n2")])
    }

    @Test func `the first row is found, or none`() throws {
        let database = try database()
        for (id, name) in [(3, "n3"), (99, nil)] {
            let found: String? = try database.first("SELECT name FROM node WHERE id = ?", id)
            #expect(found == name)
        }
    }

    @Test func `the wrong number of values is an error, not a trap`() throws {
        let database = try database()
        for attempt in 0..<3 {
            let error = #expect(throws: SQLiteError.self) {
                switch attempt {
                case 0: _ = try database.all("SELECT 1 WHERE 1 = ? OR 2 = ?") { _ in }
                case 1: _ = try database.all("SELECT 1 WHERE 1 = ? OR 2 = ?", 1) { _ in }
                default: _ = try database.all("SELECT 1 WHERE 1 = ? OR 2 = ?", 1, 2, 3) { _ in }
                }
            }
            #expect(error?.code == .range)
        }
        #expect(try database.all("SELECT 1 WHERE 1 = ? OR 2 = ?", 1, 2) == [1])
    }

    @Test func `a hostile value stays a value`() throws {
        let database = try database()
        let hostile = "'; DROP TABLE node; --\"\u{0}?1"
        #expect(try database.all("SELECT name FROM node WHERE name = ?", hostile) { _ in }.isEmpty)
        #expect(try database.first("SELECT ?", hostile) == hostile)
        #expect(try database.count("SELECT count(*) FROM node") == 6)
    }

    @Test func `reading methods refuse what could change something`() throws {
        let database = try database()
        let refused: [(String, () throws -> Void)] = [
            ("INSERT", { try database.forEach("INSERT INTO node VALUES (9, 1, 'x')") { _ in } }),
            ("RETURNING", { _ = try database.all("DELETE FROM node RETURNING id") { _ in } }),
            ("BEGIN", { _ = try database.first("BEGIN") { _ in } }),
            ("ATTACH", { _ = try database.first("ATTACH ':memory:' AS other") { _ in } }),
            ("two", { _ = try database.first("SELECT 1; DELETE FROM node") { _ in } }),
            ("none", { _ = try database.first("-- nothing") { _ in } }),
            ("one letter", { _ = try database.first(";") { _ in } }),
        ]
        for (name, attempt) in refused {
            let error = #expect(throws: SQLiteError.self, "\(name)") { try attempt() }
            #expect(error?.code == .misuse, "\(name)")
        }
        #expect(!database.isInTransaction)
        #expect(try database.count("SELECT count(*) FROM node") == 6)
    }

    @Test func `a misspelt column is an error, not a text`() throws {
        let error = #expect(throws: SQLiteError.self) {
            _ = try database().all("SELECT \"nmae\" FROM node") { _ in }
        }
        #expect(error?.message.contains("nmae") == true)
    }

    @Test func `a statement is prepared once, and an error does not spoil it`() throws {
        let database = try database()
        func name(_ id: Int, failing: Bool) throws -> String? {
            try database.first("SELECT name FROM node WHERE id >= ? ORDER BY id", id) { row in
                if failing { throw Interruption() }
                return try row.read()
            }
        }
        let before = database.cachedStatementCount
        for id in 1...6 {
            #expect(throws: Interruption.self) { _ = try name(id, failing: true) }
            #expect(try name(id, failing: false) == "n\(id)")
        }
        #expect(database.cachedStatementCount == before + 1)
    }

    @Test func `streaming ends when its closure throws, and holds nothing back`() throws {
        let database = try database()
        var seen = 0
        #expect(throws: Interruption.self) {
            try database.forEach("SELECT id FROM node ORDER BY id") { row in
                seen = try row.read()
                if seen == 3 { throw Interruption() }
            }
        }
        #expect(seen == 3)
        // A statement left in the middle would keep the table locked.
        try database.transaction { transaction in try transaction.run("DROP TABLE node") }
    }

    @Test func `the same SQL may be used again while its rows are read, to any depth`() throws {
        let database = try database()
        var visited: [Int] = []
        func descend(_ parent: Int) throws {
            try database.forEach("SELECT id FROM node WHERE parent = ? ORDER BY id", parent) { row in
                let id: Int = try row.read()
                visited.append(id)
                try descend(id)
            }
        }
        try descend(1)
        #expect(visited == [2, 4, 5, 3, 6])

        func sum(_ depth: Int) throws -> Int {
            if depth == 0 { return 0 }
            return try database.first("SELECT ?", depth) { row in try sum(depth - 1) + (try row.read()) } ?? -1
        }
        let before = database.cachedStatementCount
        #expect(try sum(200) == 20_100)
        #expect(database.cachedStatementCount == before + 1)
    }

    @Test func `a statement goes on after the schema has changed`() throws {
        let database = try database()
        func columns() throws -> Int? {
            try database.first("SELECT * FROM node") { row in
                row.skipRest()
                return Int(row.columnCount)
            }
        }
        #expect(try columns() == 3)
        try database.transaction { transaction in try transaction.run("ALTER TABLE node ADD COLUMN extra TEXT") }
        #expect(try columns() == 4)
    }
}
