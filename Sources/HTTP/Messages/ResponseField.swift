/// One field of a response.
///
/// Header injection is impossible by construction: names are tokens, and control octets in a value become spaces.
package struct ResponseField: Sendable, Equatable {
    package let name: Name
    package let value: String

    /// Makes a field; every control octet of `value` (CR, LF, NUL, TAB and DEL among them) becomes a space.
    package init(_ name: Name, _ value: String) {
        self.name = name
        let isClean = !value.utf8.contains(where: Octet.isControl)
        self.value =
            isClean
            ? value : String(decoding: value.utf8.map { Octet.isControl($0) ? Octet.space : $0 }, as: UTF8.self)
    }

    /// The name of a response field, a token (RFC 9110 section 5.1).
    package struct Name: Sendable, Hashable {
        package let text: String

        private init(known text: String) { self.text = text }

        /// Makes a name from text; `nil` when it is no token, or one of the fields that only the serializer writes.
        ///
        /// Those are `Content-Length`, `Transfer-Encoding`, `Connection` and `Date`.
        package init?(_ text: String) {
            let reserved = ["content-length", "transfer-encoding", "connection", "date"]
            guard !text.isEmpty, text.utf8.allSatisfy(Octet.isToken),
                !reserved.contains(where: { text.utf8.map(Octet.lowercased).elementsEqual($0.utf8) })
            else { return nil }
            self.text = text
        }
    }
}

extension ResponseField.Name {
    package static var acceptRanges: Self { Self(known: "Accept-Ranges") }
    package static var allow: Self { Self(known: "Allow") }
    package static var cacheControl: Self { Self(known: "Cache-Control") }
    package static var clearSiteData: Self { Self(known: "Clear-Site-Data") }
    package static var contentDisposition: Self { Self(known: "Content-Disposition") }
    package static var contentEncoding: Self { Self(known: "Content-Encoding") }
    package static var contentLanguage: Self { Self(known: "Content-Language") }
    package static var contentRange: Self { Self(known: "Content-Range") }
    package static var contentSecurityPolicy: Self { Self(known: "Content-Security-Policy") }
    package static var contentType: Self { Self(known: "Content-Type") }
    package static var contentTypeOptions: Self { Self(known: "X-Content-Type-Options") }
    package static var crossOriginOpenerPolicy: Self { Self(known: "Cross-Origin-Opener-Policy") }
    package static var crossOriginResourcePolicy: Self { Self(known: "Cross-Origin-Resource-Policy") }
    package static var entityTag: Self { Self(known: "ETag") }
    package static var lastModified: Self { Self(known: "Last-Modified") }
    package static var link: Self { Self(known: "Link") }
    package static var location: Self { Self(known: "Location") }
    package static var permissionsPolicy: Self { Self(known: "Permissions-Policy") }
    package static var referrerPolicy: Self { Self(known: "Referrer-Policy") }
    package static var retryAfter: Self { Self(known: "Retry-After") }
    package static var setCookie: Self { Self(known: "Set-Cookie") }
    package static var strictTransportSecurity: Self { Self(known: "Strict-Transport-Security") }
    package static var vary: Self { Self(known: "Vary") }
}
