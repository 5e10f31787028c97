internal import Codecs

/// The cookies of a request (RFC 6265 section 4.2), read leniently: what is garbage is skipped, nothing throws.
package struct Cookies: Sendable {
    private let fields: [ArraySlice<UInt8>]

    package init(_ head: RequestHead) {
        self.init(fields: head.all(.cookie))
    }

    init(fields: [ArraySlice<UInt8>]) {
        self.fields = fields
    }

    /// Every value sent under that name, in order; a browser sends several when paths or domains differ.
    ///
    /// The name is compared byte by byte. Values in quotes come without them; values with control bytes, blanks,
    /// quotes, commas, backslashes or bytes beyond ASCII are skipped.
    package func values(named name: String) -> [String] {
        var values: [String] = []
        for field in fields {
            let bytes = field.span
            var position = 0
            while let pair = bytes.nextElement(&position, to: bytes.count, separator: UInt8(ascii: ";")) {
                guard let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: pair),
                    Self.spells(bytes, bytes.trimmed(pair.lowerBound..<equals), name)
                else { continue }
                var value = bytes.trimmed(equals + 1..<pair.upperBound)
                if value.count >= 2, bytes[value.lowerBound] == Byte.quote, bytes[value.upperBound - 1] == Byte.quote {
                    value = value.dropFirst().dropLast()
                }
                guard Self.isValue(bytes, value), let text = bytes.text(value) else { continue }
                values.append(text)
            }
        }
        return values
    }

    private static func spells(_ bytes: Span<UInt8>, _ range: Range<Int>, _ name: String) -> Bool {
        guard range.count == name.utf8.count else { return false }
        var position = range.lowerBound
        for byte in name.utf8 {
            guard bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    private static func isValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for position in range where !SetCookie.isValueByte(bytes[position]) { return false }
        return true
    }
}

/// A cookie to set (RFC 6265 section 4.1, prefixes after its revision); never with a domain.
package struct SetCookie: Sendable, Equatable {
    /// When other sites' requests carry the cookie.
    package enum SameSite: String, Sendable {
        case strict = "Strict"
        case lax = "Lax"
    }

    /// The value of the `Set-Cookie` field.
    package let fieldValue: String

    /// Makes a cookie.
    ///
    /// - Parameters:
    ///   - name: A token.
    ///   - value: `cookie-byte`s only, without quotes.
    ///   - path: Begins with a slash.
    ///   - maxAge: Seconds; `nil` for the browser's session, 0 or less to delete.
    ///   - isSecure: Whether it goes over TLS only.
    ///   - isHTTPOnly: Whether scripts are kept from it.
    ///   - sameSite: When other sites' requests carry it.
    /// - Throws: ``SetCookieError``.
    package init(
        name: String, value: String, path: String = "/", maxAge: Int64? = nil, isSecure: Bool = true,
        isHTTPOnly: Bool = true, sameSite: SameSite = .lax
    ) throws(SetCookieError) {
        guard !name.isEmpty, name.utf8.allSatisfy(Byte.isToken) else { throw .invalidName }
        guard value.utf8.allSatisfy(Self.isValueByte), path.utf8.first == Byte.slash,
            path.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") })
        else { throw .invalidValue }
        guard name.utf8.count + value.utf8.count <= 4_096 else { throw .tooLong }
        let prefix = name.utf8.prefix(9).map { ASCII.lowercased($0) }
        let isHostBound = prefix.starts(with: "__host-".utf8)
        guard !isHostBound || (isSecure && path == "/"),
            !prefix.starts(with: "__secure-".utf8) || isSecure
        else { throw .prefixRuleBroken }
        var text = "\(name)=\(value); Path=\(path)"
        if let maxAge { text += "; Max-Age=\(max(maxAge, 0))" }
        if isSecure { text += "; Secure" }
        if isHTTPOnly { text += "; HttpOnly" }
        text += "; SameSite=\(sameSite.rawValue)"
        fieldValue = text
    }

    /// Whether a byte is a `cookie-byte` (RFC 6265 section 4.1.1).
    static func isValueByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != Byte.quote && byte != UInt8(ascii: ",")
            && byte != UInt8(ascii: ";") && byte != Byte.backslash
    }
}

/// Why a cookie cannot be set.
package enum SetCookieError: Error, Hashable {
    /// The name is not a token.
    case invalidName
    /// The value, or the path, holds a byte that RFC 6265 section 4.1.1 does not allow.
    case invalidValue
    /// A `__Host-` cookie must be `Secure` with the path `/`, a `__Secure-` cookie `Secure`.
    case prefixRuleBroken
    /// Name and value together are longer than 4096 bytes.
    case tooLong
}

extension SetCookieError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidName: "the cookie's name is not a token"
        case .invalidValue: "the cookie's value or path holds an octet that is not allowed"
        case .prefixRuleBroken: "the cookie breaks the rule of its name's prefix"
        case .tooLong: "the cookie is longer than 4096 octets"
        }
    }
}
