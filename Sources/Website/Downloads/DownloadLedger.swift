import Catalogue
import Codecs
import HTTP
import Members
package import Nachlese
import Platform

/// What was delivered to members and is not written down yet, and which files they are known to have as a whole.
///
/// Connections note here what has reached a person; now and then, `flush` writes all of it in one transaction. Nobody
/// waits for that, and what was noted since the last time is lost in a crash: the person is then said to have less than
/// they have.
///
/// Each flush that writes anything makes all workers look up anew what they remember (see `Site.forgetWhatChanged`). A
/// person's file causes that once when it comes in one piece, and never again when it is complete; and however many come
/// at the same time after a mail, flushes are a second apart, which leaves the caches good for nearly all requests of
/// that second.
package final class DownloadLedger: Sendable {
    private struct State: Sendable {
        var news: [DeliveryTag: DeliveredRanges] = [:]
        var complete = SecondChanceCache<DeliveryTag, Void>(capacity: DownloadLedger.knownCapacity)
    }

    /// Downloads that are noted at most, should nothing get written for long; what comes on top is not counted.
    private static let newsCapacity = 4096
    /// Complete downloads that are remembered; one that is forgotten costs a look into the database.
    private static let knownCapacity = 16_384

    private let state = Locked(State())

    init() {}

    /// How an answer with this file to this person is to be tagged; nil when they are known to have all of it.
    ///
    /// `addedAt`: of the file. SQLite gives the number of a file that was removed to the next one, which must not pass for
    /// complete because the former was.
    func tag(for account: Account.ID, _ file: FileVersion.ID, addedAt: Timestamp) -> DeliveryTag? {
        let tag = DeliveryTag(owner: account.rawValue, content: file.rawValue, edition: addedAt.rawValue)
        return isComplete(tag) ? nil : tag
    }

    func isComplete(_ tag: DeliveryTag) -> Bool {
        state.withLock { $0.complete.find(tag) != nil }
    }

    /// Takes note of what has reached a person.
    func note(_ ranges: [Range<Int64>], of tag: DeliveryTag) {
        state.withLock { state in
            guard state.complete.find(tag) == nil else { return }
            guard state.news.count < DownloadLedger.newsCapacity || state.news[tag] != nil else { return }
            for range in ranges { state.news[tag, default: DeliveredRanges()].insert(range) }
        }
    }

    /// Writes down what was noted, in one transaction.
    ///
    /// - Throws: `SQLiteError`; everything is still noted then.
    package func flush(with recorder: DownloadRecorder) async throws {
        let batch = Array(
            state.withLock { state in
                defer { state.news = [:] }
                return state.news
            })
        guard !batch.isEmpty else { return }
        do {
            let complete = try await recorder.record(
                batch.map { tag, delivered in
                    .init(
                        delivered, of: FileVersion.ID(rawValue: tag.content),
                        to: Account.ID(rawValue: tag.owner))
                })
            state.withLock { state in
                for (known, isComplete) in zip(batch, complete) where isComplete {
                    state.complete.keep((), for: known.key)
                }
            }
        } catch {
            for (tag, delivered) in batch { note(delivered.ranges, of: tag) }
            throw error
        }
    }
}
