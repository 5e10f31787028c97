import Codecs
package import Mail
import SQLite
package import Secrets

/// The envelope sender of each mail: `bounces+<mail>.<tag>@example.org`, so that what comes back names its mail.
///
/// The tag is keyed: who has not got the mail cannot make up its address, and so marks nobody. It is written in base 32
/// and lower case, because mail systems fold the case of addresses.
package struct BounceAddress: Sendable {
    /// The longest part before the `@` that leaves room for the rest: RFC 5321 section 4.5.3.1.1 allows 64 bytes.
    package static let longestLocalPart = 30

    private static let tagByteCount = 10
    private static let tagLength = 16
    private static let shortestName = 16

    private let base: EmailAddress
    private let key: SealingKey

    /// `base`: at most `longestLocalPart` bytes before the `@`.
    package init(_ base: EmailAddress, key: SealingKey) {
        self.base = base
        self.key = key
    }

    /// Whether an address leaves room for the name of a mail and a tag, and needs no SMTPUTF8.
    package static func isPossible(_ base: EmailAddress) -> Bool {
        base.isASCII && base.localPart.utf8.count <= longestLocalPart && base.domain.ascii.utf8.count < 254 - 64
    }

    /// The envelope sender of a mail.
    ///
    /// An id that is too long is cut; the tag is of the whole one.
    ///
    /// - Throws: when the base is not possible.
    func address(of id: OutboxMail.ID) throws(InvalidEmailAddress) -> EmailAddress {
        let room = 64 - base.localPart.utf8.count - 2 - Self.tagLength
        let name = String(decoding: id.utf8.prefix(max(0, room)), as: UTF8.self)
        return try EmailAddress("\(base.localPart)+\(name).\(Self.tag(of: id, key: key))@\(base.domain.ascii)")
    }

    /// The mail that one of these addresses was made for by this key; nil when there is none.
    ///
    /// What the address begins with does not count, so that mails sent before the setting was changed are known.
    static func mail(
        at address: String, key: SealingKey, in database: Database
    ) throws -> OutboxMail? {
        guard let (name, tag) = parts(of: address) else { return nil }
        let candidates = try OutboxMail.all(beginningWith: name, in: database)
        return candidates.first { constantTimeEquals(Array(Self.tag(of: $0.id, key: key).utf8), tag) }
    }

    /// Whether an address has the form of these.
    package static func hasForm(_ address: String) -> Bool {
        parts(of: address) != nil
    }

    private static func parts(of address: String) -> (name: String, tag: [UInt8])? {
        // Whatever is longer is no address, and the work is bounded.
        let bytes = address.utf8.prefix(321).map { ASCII.lowercased($0) }
        guard bytes.count <= 320, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = bytes[..<at]
        guard let dot = local.lastIndex(of: UInt8(ascii: ".")),
            let plus = local[..<dot].lastIndex(of: UInt8(ascii: "+"))
        else { return nil }
        let name = local[(plus + 1)..<dot]
        let tag = Array(local[(dot + 1)...])
        guard tag.count == tagLength, name.count >= shortestName,
            name.allSatisfy({ ASCII.isDigit($0) || ASCII.isLowercase($0) })
        else { return nil }
        return (String(decoding: name, as: UTF8.self), tag)
    }

    private static func tag(of id: OutboxMail.ID, key: SealingKey) -> String {
        Base32.encode(Array(key.tag(of: Secret(id), purpose: "bounce address").prefix(tagByteCount)))
    }
}
