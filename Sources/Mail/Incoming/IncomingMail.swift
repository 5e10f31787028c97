import Codecs

/// A mail as somebody sent it to the office: whom it says it is from, what it says, and whether it may be answered.
///
/// It may be anything, also written to do harm. Reading it takes a time in proportion to its length and cannot fail; what
/// lies beyond a limit is not seen. Nothing in it proves anything.
package struct IncomingMail: Sendable {
    /// Bytes that are looked at; what people write stands before what they attach.
    package static let maximumBytes = 4 << 20

    /// The sender of the envelope, as the mail system noted it.
    package enum ReturnPath: Sendable, Hashable {
        case unknown
        /// `<>`: never to be answered (RFC 3834 section 2).
        case empty
        case address(EmailAddress)
        /// Something that is no address.
        case other
    }

    /// `nil` where no address can be read.
    package let sender: SenderField?
    package let returnPath: ReturnPath
    /// One line, decoded; without control characters.
    package let subject: String
    /// What was written, with LF between lines; of a mail in HTML alone, its words.
    package let text: String
    /// How many attachments it has.
    package let attachments: Int
    /// `nil` where it has none that is one.
    package let messageID: MessageID?
    /// The mails that it answers, as far as they are well named; the newest ten.
    package let references: [MessageID]
    /// Languages that it says it is written in, in small letters.
    package let languages: [String]
    package let marks: [MachineMark]
    /// Whether it was longer than what is looked at.
    package let isCut: Bool

    /// Reads a message as it came, with any line ends.
    ///
    /// - Parameters:
    ///   - bytes: of the message.
    ///   - envelope: the sender of the envelope, where the mail system tells it apart from the field `Return-Path`.
    package init(_ bytes: [UInt8], envelope: String? = nil) {
        isCut = bytes.count > Self.maximumBytes
        let search = TextSearch(isCut ? Array(bytes.prefix(Self.maximumBytes)) : bytes)
        let head = search.head
        sender = head.value(of: "from").flatMap(SenderField.init)
        returnPath = Self.returnPath(envelope.map { Array($0.utf8) } ?? head.value(of: "return-path"))
        subject = Self.line(EncodedWord.text(head.value(of: "subject") ?? []))
        let plain = search.plain.flatMap { Self.isBlank($0) ? nil : $0 }
        text = plain ?? search.html.map(HTMLText.text) ?? search.plain ?? ""
        attachments = search.attachments
        messageID = head.value(of: "message-id").flatMap { Self.identifiers($0).first }
        references = Array(
            Self.identifiers(head.value(of: "references") ?? head.value(of: "in-reply-to") ?? []).suffix(10))
        languages = (head.value(of: "content-language") ?? []).split {
            !ASCII.isLetterOrDigit($0) && $0 != UInt8(ascii: "-")
        }
        .prefix(8).map { ASCII.lowercased(String(decoding: $0, as: UTF8.self)) }
        marks = MachineMark.all(of: head, sender: sender?.address, returnPath: returnPath)
    }

    private static func returnPath(_ value: [UInt8]?) -> ReturnPath {
        guard let value else { return .unknown }
        let trimmed = value[...].trimming(while: ASCII.isBlank)
        let isBracketed = trimmed.first == UInt8(ascii: "<") && trimmed.last == UInt8(ascii: ">")
        let inner = isBracketed ? trimmed.dropFirst().dropLast() : trimmed
        if inner.isEmpty { return isBracketed || value.isEmpty ? .empty : .unknown }
        guard inner.count <= 320, let text = String(validating: inner, as: UTF8.self),
            let address = try? EmailAddress(text)
        else { return ASCII.lowercased(String(decoding: inner, as: UTF8.self)) == "mailer-daemon" ? .empty : .other }
        return .address(address)
    }

    private static func line(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(500) {
            let isControl = scalar.properties.generalCategory == .control || ["\u{2028}", "\u{2029}"].contains(scalar)
            scalars.append(isControl ? " " : scalar)
        }
        return String(scalars)
    }

    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
    }

    private static func identifiers(_ value: [UInt8]) -> [MessageID] {
        value.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") }.suffix(50)
            .compactMap { word in try? MessageID(String(decoding: word, as: UTF8.self)) }
    }
}
