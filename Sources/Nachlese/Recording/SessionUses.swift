package import Codecs
import Members
import Platform
package import SQLite

/// Which sessions were used, and is not written down yet.
///
/// Workers note here that a session is used; about once a second, `flush` writes all of it in one transaction, so that
/// many members who come at the same time cost one write and make all workers look up anew only once. What was noted
/// since the last time is lost in a crash: the session then counts as used a moment earlier.
package final class SessionUses: Sendable {
    /// Sessions that are noted at most, should nothing get written for long; a use that comes on top is noted with the
    /// next one.
    private static let capacity = 16_384

    private let uses = Locked<[[UInt8]: Timestamp]>([:])

    package init() {}

    package func note(_ digest: [UInt8], at now: Timestamp) {
        uses.withLock { uses in
            guard uses.count < SessionUses.capacity || uses[digest] != nil else { return }
            uses[digest] = now
        }
    }

    /// Writes down what was noted, in one transaction.
    ///
    /// - Throws: `SQLiteError`; everything is still noted then.
    package func flush(with writer: Writer) async throws {
        let batch = uses.withLock { uses in
            defer { uses = [:] }
            return uses
        }
        guard !batch.isEmpty else { return }
        do {
            try await writer.write { transaction in
                for (digest, moment) in batch { try Session.touch(digest, now: moment, in: transaction) }
            }
        } catch {
            uses.withLock { $0.merge(batch) { newer, _ in newer } }
            throw error
        }
    }
}
