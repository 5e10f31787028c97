import Codecs
import Letters
import Mail

extension OutboxMail {
    /// Why it has not reached its reader, in a sentence.
    var reason: String? { trouble?.sentence(in: .english) }

    var json: JSON {
        .object([
            "id": .string(id), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "recipient": .string(recipient), "sender": .string(sender), "subject": .string(subject),
            "message_id": .string(messageID), "attempts": .number(Int64(attempts)),
            "first_attempt": .time(firstAttemptAt), "next_attempt": .time(nextAttemptAt),
            "status": .optional(status?.description), "reason": .optional(reason),
            "last_error": .optional(lastError), "created": .time(createdAt), "handed_over": .time(handedOverAt),
            "bounced": .time(bouncedAt),
        ])
    }
}

extension OutboxMail.State {
    /// Reads a state that was typed.
    @Sendable static func read(_ text: String) throws -> OutboxMail.State {
        guard let state = OutboxMail.State(rawValue: text) else {
            throw BadArgument("write waiting, handed-over, undeliverable or bounced")
        }
        return state
    }
}
