import Nachlese

extension OutboxMail {
    var json: JSON {
        .object([
            "id": .string(id), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "recipient": .string(recipient), "sender": .string(sender), "subject": .string(subject),
            "message_id": .string(messageID), "attempts": .number(Int64(attempts)),
            "next_attempt": .time(nextAttemptAt), "last_error": .optional(lastError), "created": .time(createdAt),
            "handed_over": .time(handedOverAt),
        ])
    }
}
