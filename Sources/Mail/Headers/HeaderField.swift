package import Codecs

/// One header field, folded as it is written (RFC 5322 section 2.2.3).
///
/// A field is a name out of a closed set and pieces of printable ASCII that are never split; only an address may have
/// letters beyond ASCII (RFC 6532 section 3.2), and then needs a server that takes them. Every way to make one goes
/// through a type that has refused line ends already, so that no input can add a field.
package struct HeaderField: Sendable, Hashable {
    package let name: Name

    /// What stands between the places where the field may be folded; single blanks go between.
    let pieces: [String]

    /// The line length aimed at: a line with an encoded word may have 76 characters (RFC 2047 section 2).
    private static let lineLimit = 76

    /// A field of free text, such as a subject.
    package init(_ name: Name, text: HeaderText) {
        self.name = name
        pieces = Self.isPlain(text.text) ? Self.split(text.text) : Self.encoded(text, in: name)
    }

    /// A field of one mailbox, such as `From` or `To`.
    package init(_ name: Name, mailbox: Mailbox) {
        self.name = name
        pieces = Self.phrase(mailbox.name, in: name) + ["<" + mailbox.address.wire + ">"]
    }

    /// The field of the message's identifier.
    package init(messageID: MessageID) {
        name = .messageID
        pieces = [messageID.description]
    }

    /// A field of identifiers of other messages, such as `References`.
    package init(_ name: Name, messageIDs: [MessageID]) {
        self.name = name
        pieces = messageIDs.map(\.description)
    }

    /// The field of the time of writing.
    package init(date: MailDate) {
        name = .date
        pieces = Self.split(date.description)
    }

    /// The field of the body's language (RFC 3282).
    package init(language: Language) {
        name = .contentLanguage
        pieces = [language.rawValue]
    }

    /// A field of words that stand in this program's own source.
    init(_ name: Name, fixed words: StaticString) {
        self.name = name
        pieces = Self.split("\(words)")
    }

    /// The field with its line end.
    package func rendered() -> [UInt8] {
        var output = Array(name.rawValue.utf8) + [UInt8(ascii: ":")]
        var column = output.count
        for (index, piece) in pieces.enumerated() {
            if index > 0, column + 1 + piece.utf8.count > Self.lineLimit {
                output += "\r\n".utf8
                column = 0
            }
            output.append(UInt8(ascii: " "))
            output += piece.utf8
            column += 1 + piece.utf8.count
        }
        output += "\r\n".utf8
        return output
    }

    /// A display name as a phrase (RFC 5322 section 3.2.5): bare words, one quoted string, or encoded words.
    private static func phrase(_ name: HeaderText?, in field: Name) -> [String] {
        guard let name else { return [] }
        guard isPlain(name.text), name.text.utf8.count <= longestWord else { return encoded(name, in: field) }
        let words = split(name.text)
        if words.allSatisfy({ $0.utf8.allSatisfy(DotAtom.isAtomText) }) { return words }
        var quoted = [UInt8(ascii: "\"")]
        for byte in name.text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return quoted.count <= longestWord ? [String(decoding: quoted, as: UTF8.self)] : encoded(name, in: field)
    }

    /// Whether a text may stand as it is: printable ASCII, nothing that reads as an encoded word, no blanks that
    /// folding would lose, no word too long for a line.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
        if zip(bytes, bytes.dropFirst()).contains(where: { $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?") }) {
            return false
        }
        let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        return bytes.isEmpty || words.allSatisfy { !$0.isEmpty && $0.count <= longestWord }
    }

    /// A word of this length still fits behind every field name on the first line.
    private static let longestWord = lineLimit - "Content-Transfer-Encoding: ".utf8.count

    private static func split(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }

    private static func encoded(_ text: HeaderText, in name: Name) -> [String] {
        EncodedWord.words(for: text, firstRoom: lineLimit - name.rawValue.utf8.count - 2)
    }

    /// The fields this program writes.
    package enum Name: String, Sendable, Hashable, CaseIterable {
        // RFC 5322 section 3.6.
        case date = "Date"
        case from = "From"
        case sender = "Sender"
        case replyTo = "Reply-To"
        case to = "To"
        case messageID = "Message-ID"
        case inReplyTo = "In-Reply-To"
        case references = "References"
        case subject = "Subject"
        // RFC 2045 and RFC 3282.
        case mimeVersion = "MIME-Version"
        case contentType = "Content-Type"
        case contentTransferEncoding = "Content-Transfer-Encoding"
        case contentLanguage = "Content-Language"
        // RFC 3834 section 5.
        case autoSubmitted = "Auto-Submitted"
        // Exchange: no out-of-office notes and no other automatic answers.
        case autoResponseSuppress = "X-Auto-Response-Suppress"
    }
}
