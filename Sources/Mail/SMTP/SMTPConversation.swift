import Networking
import SystemPackage

/// A conversation with a mail server: one command, one answer, in turn.
///
/// Confined to the loop of its stream. It never sends a command before the last one was answered, so that an answer
/// cannot be taken for that to another command.
final class SMTPConversation {
    /// Bytes that are received at a time.
    private static let chunkSize = 2048

    let stream: Stream
    let limits: SMTPLimits

    private var reader = SMTPReplyReader()
    private var received: [UInt8] = []
    private var position = 0

    init(_ stream: Stream, limits: SMTPLimits) {
        self.stream = stream
        self.limits = limits
    }

    func deadline(in duration: Duration) -> Deadline { stream.loop.deadline(in: duration) }

    /// Says something and waits for the answer, whatever it is; 421 ends the conversation.
    func ask(_ command: SMTPCommand, _ step: SMTPStep) async throws(SMTPFailure) -> SMTPReply {
        let deadline = deadline(in: limits.answer)
        do throws(StreamError) {
            try await stream.send(command.bytes, deadline: deadline)
        } catch {
            throw .lost(MailDeliveryError(error, Self.words(for: step)), isFarewell: Self.isFarewell(error))
        }
        return try await answer(to: step, deadline)
    }

    /// Waits for the server's next answer.
    func answer(to step: SMTPStep, _ deadline: Deadline) async throws(SMTPFailure) -> SMTPReply {
        while true {
            if let reply = try next() {
                guard reply.code != 421 else { throw .lost(reply.refusal(of: step), isFarewell: true) }
                return reply
            }
            do throws(StreamError) {
                guard !deadline.hasPassed(at: stream.loop.now) else { throw .timedOut }
                guard try await receive(deadline) else { throw .reset }
            } catch {
                throw .lost(MailDeliveryError(error, Self.words(for: step)), isFarewell: Self.isFarewell(error))
            }
        }
    }

    /// The answer that has come completely, if one has.
    private func next() throws(SMTPFailure) -> SMTPReply? {
        do throws(SMTPReplyError) {
            return try reader.next(in: received, at: &position)
        } catch {
            throw .lost(MailDeliveryError(service: .notSMTP, "\(error)"))
        }
    }

    /// Whether more has come than the answer to the last command.
    func hasUnaskedBytes() -> Bool {
        if position < received.count || reader.isInside { return true }
        guard case .received? = try? take() else { return false }
        return true
    }

    /// Throws everything away that came before the connection became secure (RFC 3207 section 4.2).
    func forget() {
        reader = SMTPReplyReader()
        received = []
        position = 0
    }

    /// Takes leave, if the server is still there, and closes.
    func close(politely: Bool) async {
        if politely, stream.isOpen, !stream.peerHasEnded {
            let deadline = deadline(in: limits.farewell)
            if (try? await stream.send(SMTPCommand.quit.bytes, deadline: deadline)) != nil {
                _ = try? await answer(to: .reset, deadline)
            }
        }
        stream.close()
    }

    /// Receives what comes next; false at the end.
    private func receive(_ deadline: Deadline) async throws(StreamError) -> Bool {
        while true {
            switch try take() {
            case .received: return true
            case .end: return false
            case .wouldBlock: try await stream.untilReadable(deadline)
            }
        }
    }

    /// Receives what is there.
    private func take() throws(StreamError) -> ReceiveResult {
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        var room = chunk.mutableSpan
        let result = unsafe try room.withUnsafeMutableBytes { (room) throws(StreamError) -> ReceiveResult in
            unsafe try stream.receive(into: room)
        }
        if case .received(let count) = result {
            received.removeFirst(position)
            position = 0
            received += chunk[..<count]
        }
        return result
    }

    private static func isFarewell(_ error: StreamError) -> Bool {
        switch error {
        case .reset, .closed: true
        default: false
        }
    }

    /// What was going on, for messages.
    private static func words(for step: SMTPStep) -> String {
        switch step {
        case .greeting: "while its greeting was waited for"
        case .hello: "at EHLO"
        case .startTLS: "at STARTTLS"
        case .signIn: "at AUTH"
        case .reset: "at RSET"
        case .sender: "at MAIL FROM"
        case .recipient: "at RCPT TO"
        case .message: "at DATA"
        }
    }
}

/// Why a step of a conversation with a mail server failed.
struct SMTPFailure: Error {
    /// What is told about it.
    let error: MailDeliveryError

    /// Whether the conversation cannot go on.
    let isConnectionLost: Bool

    /// Whether the server had closed or was about to, as it does with a connection that was idle.
    let isFarewell: Bool

    /// The mail was refused, the connection is good for others.
    static func refused(_ error: MailDeliveryError) -> SMTPFailure {
        SMTPFailure(error: error, isConnectionLost: false, isFarewell: false)
    }

    /// The connection is of no more use.
    static func lost(_ error: MailDeliveryError, isFarewell: Bool = false) -> SMTPFailure {
        SMTPFailure(error: error, isConnectionLost: true, isFarewell: isFarewell)
    }
}

extension MailDeliveryError {
    /// What a connection's error means for the mail; `step` says what was going on, as in “while it was asked for …”.
    init(_ error: StreamError, _ step: String) {
        switch error {
        case .timedOut: self.init(service: .timedOut, step)
        case .cancelled: self.init(service: .stopping)
        case .closed, .reset, .truncated: self.init(service: .connectionLost, step)
        case .exhausted: self.init(service: .other, "\(error)")
        case .tls(let text): self.init(service: .tlsFailed, text)
        case .certificate(let refusal):
            let cause: MailFault =
                switch refusal.kind {
                case .untrusted: .certificateUntrusted
                case .otherName: .certificateOtherName
                case .expired: .certificateExpired
                case .notYetValid: .certificateNotYetValid
                case .other: .certificateRefused
                }
            self.init(service: cause, refusal.text)
        case .failed(.connectionRefused): self.init(service: .connectionRefused, step)
        case .failed(.timedOut): self.init(service: .timedOut, step)
        case .failed(let errno): self.init(service: .unreachable, "\(step): \(errno)")
        }
    }

    /// What it means that the server's name has no addresses.
    init(_ error: NameError, host: String) {
        switch error {
        case .notFound: self.init(service: .nameNotFound, host)
        case .tryAgain, .timedOut, .failed: self.init(service: .nameServer, "\(host): \(error)")
        case .cancelled: self.init(service: .stopping)
        }
    }
}
