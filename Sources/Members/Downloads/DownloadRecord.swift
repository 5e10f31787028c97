package import Catalogue
package import Codecs
package import SQLite

/// What a person has of a file version.
///
/// A download is one person and one file version: it is complete when what was delivered to that person, in one go or in
/// parts, over one connection or several, is all of the file. Asking again for what they have changes nothing, and a
/// file that was replaced has records of its own.
package struct DownloadRecord: Sendable {
    package let account: Account.ID
    package let fileVersion: FileVersion.ID
    package let delivered: DeliveredRanges
    package let begunAt: Timestamp
    /// Since when the file was there as a whole.
    package let completedAt: Timestamp?

    /// What became of a delivery.
    package enum Outcome: Sendable {
        /// There is a part that the person does not have yet.
        case incomplete
        /// They have all of it, now or since before.
        case complete
        /// The account or the file is no more.
        case gone
    }
}

extension DownloadRecord: RowDecodable {
    /// Adds what was delivered to what the person has.
    ///
    /// Nothing is written when that is no more than before.
    package static func record(
        _ delivered: DeliveredRanges, of fileVersion: FileVersion.ID, by account: Account.ID, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        let found = try transaction.database.first(
            """
            SELECT v.size, d.delivered, d.completed_at IS NOT NULL
            FROM account a
            JOIN file_version v ON v.id = ?
            LEFT JOIN download d ON d.account_id = a.id AND d.file_version_id = v.id
            WHERE a.id = ?
            """, fileVersion, account
        ) { row in
            (size: try row.read(Int64.self), text: try row.read(String?.self), isComplete: try row.read(Bool.self))
        }
        guard let found else { return .gone }
        guard !found.isComplete else { return .complete }
        // A text that somebody has damaged claims nothing.
        let known = found.text.flatMap { DeliveredRanges($0) } ?? DeliveredRanges()
        var merged = known
        merged.formUnion(delivered)
        let isComplete = merged.covers(found.size)
        if merged != known || isComplete {
            try transaction.run(
                """
                INSERT INTO download (account_id, file_version_id, delivered, begun_at, completed_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account_id, file_version_id)
                DO UPDATE SET delivered = excluded.delivered, completed_at = excluded.completed_at
                """, account, fileVersion, merged.description, now, isComplete ? now : nil as Timestamp?)
        }
        return isComplete ? .complete : .incomplete
    }

    package static func find(
        of fileVersion: FileVersion.ID, by account: Account.ID, in database: Database
    ) throws -> DownloadRecord? {
        try database.first(
            """
            SELECT account_id, file_version_id, delivered, begun_at, completed_at FROM download
            WHERE account_id = ? AND file_version_id = ?
            """, account, fileVersion)
    }

    /// Whether the person has all of a file version.
    package static func isComplete(
        _ fileVersion: FileVersion.ID, for account: Account.ID, in database: Database
    ) throws -> Bool {
        try database.exists(
            """
            SELECT 1 FROM download WHERE account_id = ? AND file_version_id = ? AND completed_at IS NOT NULL
            """, account, fileVersion)
    }

    /// The file versions of a module that the person has as a whole, replaced ones included.
    package static func completed(
        of account: Account.ID, in module: Module.ID, database: Database
    ) throws -> Set<FileVersion.ID> {
        Set(
            try database.all(
                """
                SELECT d.file_version_id FROM download d
                JOIN file_version v ON v.id = d.file_version_id
                JOIN presentation p ON p.id = v.presentation_id
                WHERE d.account_id = ? AND p.module_id = ? AND d.completed_at IS NOT NULL
                """, account, module))
    }

    /// Whether the person has every file that a module offers, in its newest version; false where it offers none.
    package static func hasAll(
        of module: Module.ID, account: Account.ID, database: Database
    ) throws -> Bool {
        try database.value(
            """
            SELECT count(*) > 0 AND count(*) = count(d.completed_at)
            FROM presentation p
            JOIN file_version v ON v.presentation_id = p.id
                AND v.number = (SELECT max(number) FROM file_version WHERE presentation_id = p.id)
            LEFT JOIN download d ON d.account_id = ? AND d.file_version_id = v.id
            WHERE p.module_id = ? AND p.withdrawn_at IS NULL
            """, account, module)
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            account: try row.read(), fileVersion: try row.read(),
            delivered: DeliveredRanges(try row.read(String.self)) ?? DeliveredRanges(), begunAt: try row.read(),
            completedAt: try row.read())
    }
}
