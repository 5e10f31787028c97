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
    ///   - value: `cookie-octet`s only, without quotes.
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
        guard !name.isEmpty, name.utf8.allSatisfy(Octet.isToken) else { throw .invalidName }
        guard value.utf8.allSatisfy(Self.isValueByte), path.utf8.first == Octet.slash,
            path.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") })
        else { throw .invalidValue }
        guard name.utf8.count + value.utf8.count <= 4_096 else { throw .tooLong }
        let prefix = name.utf8.prefix(9).map(Octet.lowercased)
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

    /// Whether an octet is a `cookie-octet` (RFC 6265 section 4.1.1).
    static func isValueByte(_ octet: UInt8) -> Bool {
        octet > 0x20 && octet < 0x7F && octet != Octet.quote && octet != UInt8(ascii: ",")
            && octet != UInt8(ascii: ";") && octet != Octet.backslash
    }
}
