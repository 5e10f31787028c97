import Codecs
import SQLite

/// The forms that were taken, so that none is taken twice.
enum UsedFormStamp {
    enum Finding: Equatable {
        /// It is taken now.
        case new
        /// It was taken with the same content: somebody pressed twice.
        case same
        /// It was taken with another content.
        case used
    }

    /// Takes a form, if it was not yet; `content` is a tag of what was typed.
    static func take(
        _ stamp: FormStamp, content: [UInt8], now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Finding {
        let known: [UInt8]? = try transaction.database.first(
            "SELECT content FROM taken_form WHERE id = ?", stamp.identifier)
        if let known { return known == content ? .same : .used }
        try transaction.run(
            "INSERT INTO taken_form (id, content, taken_at) VALUES (?, ?, ?)", stamp.identifier, content, now)
        return .new
    }

    /// Leaves it to be taken once more.
    static func giveBack(_ stamp: FormStamp, in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM taken_form WHERE id = ?", stamp.identifier)
    }

    /// Forgets those whose stamp is long too old; what a clock that was wrong has noted, too.
    static func forget(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            "DELETE FROM taken_form WHERE taken_at <= ? OR taken_at > ?", now + -2 * FormStamp.longestAge,
            now + 2 * FormStamp.longestAge)
    }
}
