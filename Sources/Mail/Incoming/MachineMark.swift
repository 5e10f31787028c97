import Codecs

/// Why a mail must not be answered by a program (RFC 3834 section 2).
package enum MachineMark: String, Sendable, Hashable, CaseIterable {
    /// It is a report about another mail, or has the empty return path of one.
    case returned
    /// It says of itself that no person wrote it, as absence notices do.
    case automatic
    /// It came by a mailing list.
    case list
    /// One of many.
    case bulk
    /// Its sender reads no answers, going by the name.
    case noReply = "no-reply"
    /// It asks for no automatic answers.
    case suppressed
    /// A filter took it for advertising; an answer would go to whoever's address was misused.
    case spam

    /// Whether no person can have written it.
    package var isByMachine: Bool { self == .returned || self == .automatic }
}

extension MachineMark {
    /// All that hold for a mail, in the order of the cases.
    static func all(of head: MIMEFields, sender: EmailAddress?, returnPath: IncomingMail.ReturnPath) -> [MachineMark] {
        allCases.filter { $0.holds(for: head, sender, returnPath) }
    }

    private func holds(
        for head: MIMEFields, _ sender: EmailAddress?, _ returnPath: IncomingMail.ReturnPath
    ) -> Bool {
        func word(_ name: String) -> String? {
            head.value(of: name).map { value in
                ASCII.lowercased(
                    String(decoding: value.prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") }, as: UTF8.self))
            }
        }
        let precedence = word("precedence")
        switch self {
        case .returned:
            let type = head.value(of: "content-type").flatMap(MIMEType.init)?.essence
            return returnPath == .empty || type == "multipart/report" || type == "message/delivery-status"
                || sender.map { Self.isMailSystem($0.localPart) } ?? false
        case .automatic:
            return word("auto-submitted").map { $0 != "no" } ?? false || precedence == "auto_reply"
                || ["x-autoreply", "x-autorespond", "x-autoresponder"].contains { head.value(of: $0) != nil }
        case .list:
            return precedence == "list"
                || ["list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-mailing-list"].contains
                {
                    head.value(of: $0) != nil
                }
        case .bulk: return precedence == "bulk" || precedence == "junk"
        case .noReply: return sender.map { Self.readsNothing($0.localPart) } ?? false
        case .suppressed:
            let value = head.value(of: "x-auto-response-suppress") ?? []
            let words = ASCII.lowercased(String(decoding: value, as: UTF8.self)).utf8
                .split { !ASCII.isLetterOrDigit($0) }.map { String(Substring($0)) }
            return words.contains { ["all", "autoreply", "oof"].contains($0) } || head.value(of: "x-loop") != nil
        case .spam:
            return word("x-spam-flag") == "yes"
                || (word("x-spam-status").map { $0.utf8.starts(with: "yes".utf8) } ?? false)
        }
    }

    private static func isMailSystem(_ localPart: String) -> Bool {
        ["mailer-daemon", "postmaster"].contains(ASCII.lowercased(localPart))
    }

    /// Names of addresses behind which nobody sits, in English and German.
    private static func readsNothing(_ localPart: String) -> Bool {
        let name = ASCII.lowercased(localPart)
        let letters = String(decoding: name.utf8.filter { ASCII.isLetterOrDigit($0) }, as: UTF8.self)
        let silent = ["noreply", "donotreply", "nichtantworten", "keineantwort", "bittenichtantworten"]
        return silent.contains {
            letters.utf8.starts(with: $0.utf8) || letters.utf8.reversed().starts(with: $0.utf8.reversed())
        }
            || ["majordomo", "listserv", "daemon", "nobody", "bounce", "bounces", "news", "uucp"].contains(name)
            || name.utf8.starts(with: "owner-".utf8) || name.utf8.starts(with: "bounce-".utf8)
            || name.utf8.starts(with: "bounces+".utf8) || name.utf8.reversed().starts(with: "-request".utf8.reversed())
    }
}
