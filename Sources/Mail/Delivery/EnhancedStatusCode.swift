import Codecs

/// A status of delivery as RFC 3463 section 2 has it, such as 4.2.2 for a full mailbox.
package struct EnhancedStatusCode: Sendable, Hashable {
    /// Success, a passing failure, or a lasting one.
    package enum Class: Int, Sendable, Hashable {
        case success = 2
        case transient = 4
        case permanent = 5
    }

    package let `class`: Class

    /// The part of the system concerned: 0 to 999.
    package let subject: Int

    /// What happened there: 0 to 999.
    package let detail: Int

    /// Reads `class.subject.detail` without anything around it; else `nil`.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers: [Int] = parts.compactMap { $0.count <= 3 ? ASCII.number($0) : nil }
        guard parts.count == 3, numbers.count == 3, parts[0].count == 1, let `class` = Class(rawValue: numbers[0])
        else { return nil }
        self.class = `class`
        subject = numbers[1]
        detail = numbers[2]
    }

    /// What a reply code means where the server gave no enhanced one; `nil` for a code that says no more than its class.
    ///
    /// After the meanings of RFC 5321 section 4.2.3 and RFC 4954 section 6; 452 and 552 are what full mailboxes answer.
    package init?(meaningOf replyCode: Int) {
        switch replyCode {
        case 421: self.init("4.3.2")
        case 451: self.init("4.3.0")
        case 452: self.init("4.2.2")
        case 530: self.init("5.7.0")
        case 534: self.init("5.7.9")
        case 535: self.init("5.7.8")
        case 551: self.init("5.1.6")
        case 552: self.init("5.2.2")
        case 553: self.init("5.1.3")
        default: return nil
        }
    }
}

extension EnhancedStatusCode: CustomStringConvertible {
    /// The code in its usual form.
    package var description: String { "\(self.class.rawValue).\(subject).\(detail)" }
}
