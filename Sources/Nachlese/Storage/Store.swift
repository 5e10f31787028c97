package import SQLite
package import SystemPackage

/// Opening the database of a data folder.
package enum Store {
    /// Every migration of this build, in order. A test holds the list against the folder `Migrations/`.
    package static let migrations: [(name: String, sql: [UInt8])] = [
        ("0001-initial.sql", PackageResources._001_initial_sql)
    ]

    /// Opens the database for writing, creating and migrating what is missing.
    ///
    /// - Throws: `Errno` for the folder, `SQLiteError`, `MigrationError`.
    package static func openForWriting(_ folder: DataFolder) throws -> Database {
        try folder.create()
        let database = try Database(path: folder.database, access: .readWrite)
        try migrator().migrate(database)
        return database
    }

    /// Opens an up-to-date database for reading.
    package static func openForReading(_ folder: DataFolder) throws -> Database {
        let database = try Database(path: folder.database, access: .readOnly)
        try migrator().verify(database)
        return database
    }

    private static func migrator() throws -> Migrator {
        try Migrator(migrations.map { try Migration(fileName: $0.name, sql: $0.sql) })
    }
}
