import Codecs
import HTTP
import Mail
import Nachlese

/// An e-mail address on a page: people, screen readers, links and the clipboard have it as it is, and yet it nowhere
/// stands in the page's bytes as one string that a spam robot could pick.
///
/// What is read is cut by markup at its `@` and its dots, which are character references besides; in the link every
/// letter before the `@` is percent-encoded (RFC 6068 section 2), so that whoever resolves character references alone
/// gets another address. Whoever renders pages as a browser does gets it all the same: so does everybody who may.
enum ObfuscatedEmail {
    /// The address, to be read.
    static func text(_ address: EmailAddress) -> HTML { text(address.description) }

    /// What looks like an address, to be read.
    static func text(_ address: String) -> HTML {
        var html = HTML.empty
        var piece: [UInt8] = []
        func cut(_ mark: HTML) {
            html.append(text: String(decoding: piece, as: UTF8.self))
            html.append(mark)
            piece.removeAll(keepingCapacity: true)
        }
        for byte in address.utf8 {
            switch byte {
            case UInt8(ascii: "@"): cut("<span>&#64;</span>")
            case UInt8(ascii: "."): cut("<span>&#46;</span>")
            default: piece.append(byte)
            }
        }
        cut(.empty)
        return html
    }

    /// The value of an `href` that begins a mail.
    static func href(_ address: EmailAddress, subject: String?) -> HTML {
        let local = encoded(PercentEncoding.queryValue(address.localPart))
        let query = subject.map { "?subject=\(PercentEncoding.queryValue($0))" } ?? ""
        return "m&#97;ilto&#58;\(local)&#64;\(dotted(address.domain.ascii))\(query)"
    }

    /// The value of an `href` for an address that somebody wrote with `mailto:`; nil for any other address.
    static func href(written address: String) -> HTML? {
        let scheme = address.utf8.prefix(7).map { ASCII.lowercased($0) }
        guard scheme.elementsEqual("mailto:".utf8) else { return nil }
        let rest = address.utf8.dropFirst(7)
        let recipient = rest.prefix { $0 != UInt8(ascii: "?") }
        let query = String(decoding: rest.dropFirst(recipient.count), as: UTF8.self)
        let parts = recipient.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let cut = parts.enumerated().map { $0 < parts.count - 1 ? HTML(text: encoded($1)) : dotted($1) }
        let questions = query.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            .map { HTML(text: String(decoding: $0, as: UTF8.self)) }
        return "m&#97;ilto&#58;\(cut.joined(by: "&#64;"))\(questions.joined(by: "&#64;"))"
    }

    /// A text in which addresses are guarded; where a subject is given, they are links that begin a mail about it.
    static func prose(_ text: String, subject: String? = nil) -> HTML {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return HTML(text: text) }
        let shown = pieces(of: text).map { piece -> HTML in
            guard piece.isAddress else { return HTML(text: piece.text) }
            let html = ObfuscatedEmail.text(piece.text)
            guard let subject, let address = try? EmailAddress(piece.text) else { return html }
            return "<a href=\"\(href(address, subject: subject))\">\(html)</a>"
        }
        return "\(shown)"
    }

    /// A text without the addresses in it, for where there can be no markup.
    static func withoutAddresses(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
        return pieces(of: text).map { $0.isAddress ? "…" : $0.text }.joined()
    }

    /// Every letter and digit percent-encoded; what is so already stays.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        var escape = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "%") { escape = 3 }
            if escape > 0 || !isWord(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            escape = max(0, escape - 1)
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// A domain whose dots are character references.
    private static func dotted(_ domain: String) -> HTML {
        domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { HTML(text: String(decoding: $0, as: UTF8.self)) }.joined(by: "&#46;")
    }

    /// Cuts a text at what looks like an address; every byte is looked at twice at most.
    private static func pieces(of text: String) -> [(text: String, isAddress: Bool)] {
        let bytes = Array(text.utf8)
        var pieces: [(text: String, isAddress: Bool)] = []
        var done = 0
        var next = 0
        while let at = bytes[next...].firstIndex(of: UInt8(ascii: "@")) {
            next = at + 1
            var start = at
            while start > done, isLocal(bytes[start - 1]) { start -= 1 }
            var end = at + 1
            while end < bytes.count, isDomain(bytes[end]) { end += 1 }
            while end > at + 1, !isWord(bytes[end - 1]) { end -= 1 }
            guard start < at, bytes[at..<end].contains(UInt8(ascii: ".")) else { continue }
            if start > done { pieces.append((String(decoding: bytes[done..<start], as: UTF8.self), false)) }
            pieces.append((String(decoding: bytes[start..<end], as: UTF8.self), true))
            done = end
            next = end
        }
        if done < bytes.count { pieces.append((String(decoding: bytes[done...], as: UTF8.self), false)) }
        return pieces
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte >= 0x80
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        (isWord(byte) && byte < 0x80) || "._+-".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
