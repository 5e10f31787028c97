import Codecs

/// What a mail server offers in its answer to EHLO (RFC 5321 section 4.1.1.1).
package struct SMTPCapabilities: Sendable, Hashable {
    /// Ways to sign in that are known here.
    package enum Mechanism: String, Sendable, Hashable, CaseIterable {
        case plain = "PLAIN"
        case login = "LOGIN"
    }

    /// RFC 3207.
    package private(set) var startTLS = false
    /// RFC 4954; what is not known here is left out.
    package private(set) var mechanisms: Set<Mechanism> = []
    /// Whether there is a way to sign in at all, known or not.
    package private(set) var offersSignIn = false
    /// RFC 6531.
    package private(set) var smtpUTF8 = false
    /// RFC 6152.
    package private(set) var eightBitMIME = false
    /// RFC 1870.
    package private(set) var size = false
    /// The most bytes that a message may have; nil where the server does not say, or says 0.
    package private(set) var largestMessage: Int?

    /// Nothing is offered.
    package init() {}

    /// Reads the answer, whose first line is the server's name.
    package init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.utf8.split(whereSeparator: ASCII.isBlank)
                .map { String(decoding: $0.map { ASCII.uppercased($0) }, as: UTF8.self) }
            guard let keyword = words.first else { continue }
            switch keyword {
            case "STARTTLS": startTLS = true
            case "SMTPUTF8": smtpUTF8 = true
            case "8BITMIME": eightBitMIME = true
            case "SIZE":
                size = true
                // A number too large to be one limits nothing.
                if words.count > 1, let most = Int(words[1]), most > 0 { largestMessage = most }
            case "AUTH": add(mechanisms: words.dropFirst())
            default:
                // A form older than the standard, which some servers still add for old clients.
                if keyword.utf8.starts(with: "AUTH=".utf8) {
                    add(mechanisms: [String(keyword.dropFirst(5))] + words.dropFirst())
                }
            }
        }
    }

    private mutating func add(mechanisms names: some Sequence<String>) {
        offersSignIn = true
        mechanisms.formUnion(names.compactMap { Mechanism(rawValue: $0) })
    }
}
