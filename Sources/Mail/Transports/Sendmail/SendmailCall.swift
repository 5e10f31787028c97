internal import Glibc
internal import Networking

/// How a `sendmail` program is called and what its answer means.
enum SendmailCall {
    /// Nothing of our own environment, which may hold secrets.
    static let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]

    /// A line with a dot does not end the message; whom the mail is from and to stands here and not in the message.
    static func arguments(for mail: RenderedMail) -> [String] {
        ["-i", "-f", mail.envelopeSender?.wire ?? "<>", "--"] + mail.envelopeRecipients.map(\.wire)
    }

    /// The message with LF at the ends of lines, as programs on Unix have it.
    static func content(of mail: RenderedMail) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(mail.octets.count)
        for line in Lines(mail.octets) {
            content += line
            content.append(UInt8(ascii: "\n"))
        }
        return content
    }

    /// What went wrong, nil when the mail was taken (`sysexits.h`).
    static func error(_ ending: ChildProcess.Ending, complaint: [UInt8]) -> MailDeliveryError? {
        let said = String(decoding: complaint.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            .split(separator: "\n").joined(separator: " ")
        let detail = said.isEmpty ? "" : ": \(said)"
        guard case .exited(let code) = ending else {
            return MailDeliveryError(service: .programFailed, "it was killed\(detail)")
        }
        switch code {
        case 0: return nil
        case EX_DATAERR:
            return MailDeliveryError(
                .permanent, cause: .recipientRefused, reason: "\(MailFault.recipientRefused.words)\(detail)")
        case EX_NOUSER, EX_NOHOST:
            return MailDeliveryError(
                .permanent, cause: .recipientUnknown, reason: "\(MailFault.recipientUnknown.words)\(detail)")
        case EX_TEMPFAIL: return MailDeliveryError(service: .serverBusy, "exit code \(code)\(detail)")
        case EX_UNAVAILABLE: return MailDeliveryError(service: .unreachable, "exit code \(code)\(detail)")
        case EX_NOPERM: return MailDeliveryError(service: .signInRefused, "exit code \(code)\(detail)")
        default: return MailDeliveryError(service: .programFailed, "exit code \(code)\(detail)")
        }
    }
}
