import Codecs

/// How much work is asked of a form: more, the more forms come; a pure value that is told the time.
struct ProofOfWorkDifficulty: Sendable {
    /// Zero bits when little is going on: a tenth of a second on an office PC.
    static let least = 17
    /// Zero bits at most: some seconds on a phone.
    static let most = 21

    /// Forms that were taken; one is forgotten each minute.
    private var level: Int64 = 0
    private var last: Timestamp?

    /// Counts a form that was taken.
    mutating func count(now: Timestamp) {
        settle(now)
        level = min(level + 1, 1_000_000)
    }

    /// What is asked of a form that is handed out now.
    mutating func difficulty(now: Timestamp) -> Int {
        settle(now)
        var bits = ProofOfWorkDifficulty.least
        var threshold: Int64 = 20
        while level >= threshold, bits < ProofOfWorkDifficulty.most {
            bits += 1
            threshold = threshold * 2 + 20
        }
        return bits
    }

    private mutating func settle(_ now: Timestamp) {
        guard let last, now.seconds(since: last) >= 0 else {
            self.last = now
            return
        }
        let minutes = now.seconds(since: last) / 60
        level = max(0, level - minutes)
        self.last = last + minutes * 60
    }
}
