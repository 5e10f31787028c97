internal import Networking
internal import SystemPackage

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
