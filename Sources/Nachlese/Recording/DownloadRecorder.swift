package import Catalogue
package import Members
package import Platform
package import SQLite

/// Writes down what was delivered to members.
package struct DownloadRecorder: Sendable {
    /// Parts of a file version that have reached a person.
    package struct Delivery: Sendable {
        let account: Account.ID
        let file: FileVersion.ID
        let ranges: DeliveredRanges

        package init(_ ranges: DeliveredRanges, of file: FileVersion.ID, to account: Account.ID) {
            self.account = account
            self.file = file
            self.ranges = ranges
        }
    }

    private let writer: Writer
    private let clock: WallClock

    package init(writer: Writer, clock: WallClock = .system) {
        self.writer = writer
        self.clock = clock
    }

    /// Writes all of them down, in one transaction.
    ///
    /// - Returns: for each, whether the person has the whole file now.
    /// - Throws: `SQLiteError`; nothing is written down then.
    package func record(_ deliveries: [Delivery]) async throws -> [Bool] {
        let now = clock.now
        return try await writer.write { transaction in
            try deliveries.map { delivery in
                let outcome = try DownloadRecord.record(
                    delivery.ranges, of: delivery.file, by: delivery.account, now: now, in: transaction)
                return if case .complete = outcome { true } else { false }
            }
        }
    }
}
