internal import Codecs

/// A response as a value; ``ResponseSerializer`` turns it into bytes.
package struct Response: Sendable {
    package var status: Status
    /// The fields in the order they are sent; framing, `Connection` and `Date` come from the serializer.
    package private(set) var fields: [ResponseField]
    package var body: Body
    /// Set when the handler wants to be told how much of the body has reached the client.
    package var deliveryTag: DeliveryTag?
    /// The lines of further fields, written out before: for an answer that is given many times.
    let prepared: [UInt8]

    package init(_ status: Status, _ fields: [ResponseField] = [], body: Body = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
        prepared = []
    }

    /// The same response with its fields written out, so that sending it again and again costs less.
    ///
    /// Its fields cannot be looked at any more.
    package func preparingFields() -> Response {
        var lines = prepared
        for field in fields { field.append(to: &lines) }
        var response = Response(status: status, prepared: lines, body: body)
        response.deliveryTag = deliveryTag
        return response
    }

    private init(status: Status, prepared: [UInt8], body: Body) {
        self.status = status
        self.fields = []
        self.body = body
        self.prepared = prepared
    }

    /// Adds a field behind those that are there, also when one of that name is.
    package mutating func append(_ name: ResponseField.Name, _ value: String) {
        fields.append(ResponseField(name, value))
    }

    /// Puts one field of that name in the place of all that are there.
    package mutating func set(_ name: ResponseField.Name, _ value: String) {
        fields.removeAll { $0.name == name }
        append(name, value)
    }

    /// The value of the first field of that name.
    package subscript(name: ResponseField.Name) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// What follows the head.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        case file(FileRegion)
        case parts(FileParts)

        /// The number of bytes, never negative.
        package var count: Int64 {
            switch self {
            case .empty: 0
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let region): region.count
            case .parts(let parts): parts.count
            }
        }
    }
}

/// By what a handler knows an answer again when it is told how much of it has reached the client.
///
/// Numbers that mean something to the handler and nothing to the server, so that an answer which carries them costs
/// no more than one that does not.
package struct DeliveryTag: Hashable, Sendable {
    /// Whose answer it is.
    package let owner: Int64
    /// Of which content.
    package let content: Int64
    /// Which content it is among those that had the same number one after the other.
    package let edition: Int64

    package init(owner: Int64, content: Int64, edition: Int64 = 0) {
        self.owner = owner
        self.content = content
        self.edition = edition
    }
}

/// One field of a response.
///
/// Header injection is impossible by construction: names are tokens, and control bytes in a value become spaces.
package struct ResponseField: Sendable, Equatable {
    package let name: Name
    package let value: String

    /// Makes a field; every control byte of `value` (CR, LF, NUL, TAB and DEL among them) becomes a space.
    package init(_ name: Name, _ value: String) {
        self.name = name
        let isClean = !value.utf8.contains(where: ASCII.isControl)
        self.value =
            isClean
            ? value : String(decoding: value.utf8.map { ASCII.isControl($0) ? Byte.space : $0 }, as: UTF8.self)
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
            guard !text.isEmpty, text.utf8.allSatisfy(Byte.isToken),
                !reserved.contains(where: { text.utf8.map { ASCII.lowercased($0) }.elementsEqual($0.utf8) })
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
