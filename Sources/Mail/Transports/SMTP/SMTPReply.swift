/// An answer of a mail server (RFC 5321 section 4.2).
package struct SMTPReply: Sendable, Hashable {
    /// 200 to 559.
    package let code: Int

    /// What the first line says in the terms of RFC 3463 (RFC 2034), if it does and does not contradict the code.
    package let status: EnhancedStatusCode?

    /// The texts of the lines, at least one, without code and status; ill-formed UTF-8 is repaired.
    package let lines: [String]

    /// Takes the parts.
    package init(code: Int, status: EnhancedStatusCode? = nil, lines: [String]) {
        self.code = code
        self.status = status
        self.lines = lines
    }

    /// The text in one line.
    package var text: String {
        lines.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// 2yz: done.
    package var isPositive: Bool { code / 100 == 2 }
    /// 3yz: go on.
    package var isIntermediate: Bool { code / 100 == 3 }
    /// 4yz: not now.
    package var isTransient: Bool { code / 100 == 4 }
}
