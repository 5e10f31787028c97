package import Codecs

/// Growing delays after failures, by key: a pure value that is told the time.
///
/// A key has so many failures free; every further one doubles the delay up to a bound. It never locks: the delay ends,
/// and after a quiet time everything is forgotten. An attempt counts as failed from its beginning, until it is told to
/// have succeeded, so that attempts side by side cannot slip through together.
package struct Throttle<Key: Hashable & Sendable>: Sendable {
    package struct Rule: Sendable {
        /// Failures that cost nothing.
        var free: Int
        /// Seconds after the first one that costs.
        var firstDelay: Int64
        /// Seconds, at most.
        var longestDelay: Int64
        /// Seconds without an attempt after which everything is forgotten.
        var forgetAfter: Int64

        package init(free: Int, firstDelay: Int64, longestDelay: Int64, forgetAfter: Int64) {
            self.free = free
            self.firstDelay = firstDelay
            self.longestDelay = longestDelay
            self.forgetAfter = forgetAfter
        }
    }

    private struct Entry {
        var failures: Int
        var last: Timestamp
    }

    private let rule: Rule
    private let capacity: Int
    private var entries: [Key: Entry] = [:]

    /// `capacity`: keys remembered at most; beyond it the longest unused are forgotten.
    package init(rule: Rule, capacity: Int = 50_000) {
        self.rule = rule
        self.capacity = capacity
    }

    /// Seconds to wait before the next attempt of a key; 0 when it may go on.
    package func wait(for key: Key, now: Timestamp) -> Int64 {
        guard let entry = entries[key], !isForgotten(entry, now: now) else { return 0 }
        let delay = delay(after: entry.failures)
        let passed = now.seconds(since: entry.last)
        // A clock that was set back must not turn into a longer wait than the rule's.
        return passed < 0 ? delay : max(0, delay - passed)
    }

    /// Whether something is held against a key.
    package func isKnown(_ key: Key, now: Timestamp) -> Bool {
        entries[key].map { !isForgotten($0, now: now) } ?? false
    }

    /// Counts an attempt as failed until it is told otherwise.
    package mutating func begin(_ key: Key, now: Timestamp) {
        var entry = entries[key] ?? Entry(failures: 0, last: now)
        if isForgotten(entry, now: now) { entry.failures = 0 }
        entry.failures = min(entry.failures + 1, 1_000_000)
        entry.last = now
        entries[key] = entry
        if entries.count > capacity { shrink(now: now) }
    }

    /// The attempt succeeded: the key starts anew.
    package mutating func reset(_ key: Key) {
        entries[key] = nil
    }

    /// The attempt did not fail, but what others did with the key still counts.
    package mutating func takeBack(_ key: Key) {
        guard var entry = entries[key] else { return }
        entry.failures -= 1
        entries[key] = entry.failures > 0 ? entry : nil
    }

    private func delay(after failures: Int) -> Int64 {
        guard failures >= rule.free else { return 0 }
        let doublings = min(failures - rule.free, 30)
        return min(rule.longestDelay, rule.firstDelay << Int64(doublings))
    }

    private func isForgotten(_ entry: Entry, now: Timestamp) -> Bool {
        now.seconds(since: entry.last) >= max(rule.forgetAfter, delay(after: entry.failures))
    }

    private mutating func shrink(now: Timestamp) {
        entries = entries.filter { !isForgotten($0.value, now: now) }
        guard entries.count > capacity else { return }
        let kept = entries.sorted { $0.value.last > $1.value.last }.prefix(capacity * 3 / 4)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
