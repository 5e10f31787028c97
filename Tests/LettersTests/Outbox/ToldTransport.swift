import Mail
import Platform

/// A transport that does as it is told and remembers what it was given.
final class ToldTransport: MailTransport {
    private let answer: @Sendable (RenderedMail, Int) async throws(MailDeliveryError) -> Void
    private let mails = Locked<[RenderedMail]>([])
    private let ends = Locked(0)
    private let stops = Locked(0)

    /// `answer` is given the mail and how many came before it.
    init(_ answer: @escaping @Sendable (RenderedMail, Int) async throws(MailDeliveryError) -> Void = { _, _ in }) {
        self.answer = answer
    }

    /// Gives these answers in turn, and takes everything afterwards.
    convenience init(_ answers: [MailDeliveryError?]) {
        self.init { (_, number) throws(MailDeliveryError) in
            if number < answers.count, let error = answers[number] { throw error }
        }
    }

    /// What it was given, whatever it answered.
    var tried: [RenderedMail] { mails.withLock { $0 } }

    /// The addresses of what it was given.
    var recipients: [String] { tried.flatMap(\.envelopeRecipients).map(\.description) }

    /// How often it was told that nothing more comes.
    var finished: Int { ends.withLock { $0 } }

    /// How often it was told that the process ends.
    var stopped: Int { stops.withLock { $0 } }

    func deliver(_ mail: RenderedMail) async throws(MailDeliveryError) {
        let number = mails.withLock { mails in
            mails.append(mail)
            return mails.count - 1
        }
        try await answer(mail, number)
    }

    func stop() async {
        stops.withLock { $0 += 1 }
    }

    func finish() async {
        ends.withLock { $0 += 1 }
    }
}

extension MailDeliveryError {
    static let silent = MailDeliveryError(service: .timedOut)
    static let full = MailDeliveryError(
        .temporary, replyCode: 452, status: EnhancedStatusCode("4.2.2"), reason: "mailbox full")
    static let unknown = MailDeliveryError(
        .permanent, replyCode: 550, status: EnhancedStatusCode("5.1.1"), reason: "no such user")
}
