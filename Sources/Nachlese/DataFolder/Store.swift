import Resources
package import SQLite
import SystemPackage

/// Opening the database of a data folder.
package enum Store {
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
        try Migrator(
            Resource.migrations.map { file in
                guard let migration = Migration(fileName: file.name, sql: file.bytes) else {
                    preconditionFailure("\(file.name) is no name of a migration")
                }
                return migration
            })
    }
}
