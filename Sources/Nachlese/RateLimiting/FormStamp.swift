package import Codecs
package import Secrets

/// When a form was handed out, sealed into the form itself: no cookie, and nothing to keep until it comes back.
///
/// Nobody but the server can make one or change it; it says how much work a script is to prove, and what it is told from
/// others by, so that none is taken twice.
package struct FormStamp: Sendable {
    /// Seconds for which a form may lie open: a day.
    package static let longestAge: Int64 = 86_400

    package static let identifierLength = 16

    /// Random, unique.
    let identifier: [UInt8]
    let madeAt: Timestamp
    /// Zero bits that the proof of work is to begin with.
    package let difficulty: Int
    /// As it stands in the form.
    package let text: String

    private static let context = Array("form stamp".utf8)

    /// A new one.
    ///
    /// - Throws: `SealingError`.
    package init(difficulty: Int, now: Timestamp, key: SealingKey) throws {
        identifier = randomBytes(FormStamp.identifierLength)
        madeAt = now
        self.difficulty = difficulty
        let time = (0..<8).map { UInt8(truncatingIfNeeded: now.rawValue >> (56 - 8 * Int64($0))) }
        let sealed = try key.seal(identifier + time + [UInt8(clamping: difficulty)], context: FormStamp.context)
        text = Base64.url.encode(sealed)
    }

    /// Opens what came back.
    ///
    /// - Returns: nil for what was not made here, is too old, or comes from a time that has not been.
    package init?(_ text: String, now: Timestamp, key: SealingKey) {
        let length = FormStamp.identifierLength + 9
        guard text.utf8.count <= 200, let sealed = Base64.url.decode(text),
            let bytes = try? key.open(sealed, context: FormStamp.context), bytes.count == length
        else { return nil }
        identifier = Array(bytes.prefix(FormStamp.identifierLength))
        let time = bytes[FormStamp.identifierLength..<length - 1].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        madeAt = Timestamp(rawValue: Int64(bitPattern: time))
        difficulty = Int(bytes[length - 1])
        self.text = text
        guard (0..<FormStamp.longestAge).contains(now.seconds(since: madeAt)) else { return nil }
    }
}
