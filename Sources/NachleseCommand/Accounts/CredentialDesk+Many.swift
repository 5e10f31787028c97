import Letters
import Mail
import SQLite

extension CredentialDesk {
    /// How far the mails of one command got.
    struct HandOver {
        var handedOver = 0
        /// In the outbox; the running server, or the next command that mails, goes on with them.
        var waiting = 0
        /// Of those, the ones that something stands in the way of: refused, or held back while the service takes no mail.
        var delayed = 0
        var undeliverable = 0
        /// Mails of earlier commands that had waited, one of which may have been interrupted.
        var earlier = 0

        /// What became of them, for people.
        var words: String {
            var parts = ["mails handed over: \(handedOver)"]
            if earlier > 0 { parts.append("of earlier commands: \(earlier)") }
            if waiting > 0 { parts.append("in the outbox, for the running server or the next command: \(waiting)") }
            if delayed > 0 { parts.append("of these held up so far: \(delayed)") }
            if undeliverable > 0 { parts.append("undeliverable: \(undeliverable)") }
            let text = parts.joined(separator: "; ")
            return text.prefix(1).uppercased() + text.dropFirst() + "."
        }
    }

    /// Hands over what is due in the outbox, unless a running server does so already.
    func handOver(_ mails: [String]) async throws -> HandOver {
        let sender = try sender()
        let writer = Writer(try workspace.openForWriting())
        var left = Int.max
        var idle = 0
        var earlier = 0
        // A server that hands over at this moment is waited for as long as it gets on.
        while true {
            let report = try await sender.deliverDue(with: writer)
            earlier += Set(report.handedOver).subtracting(mails).count
            var present = try count(mails)
            present.earlier = earlier
            guard report.isElsewhere, present.waiting > 0, idle < 20 else { return present }
            idle = present.waiting < left ? 0 : idle + 1
            left = present.waiting
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func count(_ mails: [String]) throws -> HandOver {
        try database.snapshot {
            var result = HandOver()
            for id in mails {
                guard let mail = try OutboxMail.find(id, in: database) else { continue }
                switch mail.state {
                case .handedOver, .bounced: result.handedOver += 1
                case .undeliverable: result.undeliverable += 1
                case .waiting:
                    result.waiting += 1
                    if mail.trouble != nil { result.delayed += 1 }
                }
            }
            return result
        }
    }
}
