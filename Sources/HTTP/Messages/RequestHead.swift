internal import Codecs

/// A request's head: everything before its content, checked by ``RequestParser``.
///
/// Owns one copy of the head's bytes; fields are ranges of it, so that a head costs few allocations and look-ups
/// return slices of the same storage.
package struct RequestHead: Sendable {
    /// The method of the request.
    package let method: Method
    /// The version the request is handled as.
    package let version: Version
    /// What is asked for, decoded and checked.
    package let target: RequestTarget
    /// How the content that follows is delimited.
    package let framing: BodyFraming
    /// Whether the client wants the connection kept open after the answer (RFC 9112 section 9.3).
    package let keepAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the content (RFC 9110 section 10.1.1).
    package let expectsContinue: Bool

    /// The names of the fields it has.
    package let names: FieldNameSet
    /// The names of the fields it has more than once.
    package let repeatedNames: FieldNameSet

    private let bytes: [UInt8]
    private let fields: [Field]
    private let hostStart: UInt16
    private let hostEnd: UInt16
    private let port: UInt16?

    /// A field line as places in the head's bytes.
    struct Field: Sendable {
        let name: FieldName
        let start: UInt16
        let end: UInt16
    }

    init(_ draft: consuming HeadDraft, bytes: [UInt8], method: Method, target: RequestTarget, framing: BodyFraming) {
        self.method = method
        self.version = draft.version
        self.target = target
        self.framing = framing
        self.keepAlive = draft.keepsAlive
        self.expectsContinue = draft.expectsContinue
        self.bytes = bytes
        self.hostStart = UInt16(draft.host.lowerBound)
        self.hostEnd = UInt16(draft.host.upperBound)
        self.port = draft.port
        self.fields = draft.fields
        self.names = draft.names
        self.repeatedNames = draft.repeatedNames
    }

    /// The host the request is meant for: of the target where it has one, else of `Host`.
    ///
    /// `nil` only for HTTP/1.0 without `Host`. It is what the client claims: nothing may be built from it.
    package var host: Authority? {
        hostStart == hostEnd ? nil : Authority(bytes[Int(hostStart)..<Int(hostEnd)], port: port)
    }

    /// The first field of that name, its bytes without the blanks around them.
    package func first(_ name: FieldName) -> ArraySlice<UInt8>? {
        for field in fields where field.name == name { return bytes[Int(field.start)..<Int(field.end)] }
        return nil
    }

    /// Every field of that name in the order they came.
    package func all(_ name: FieldName) -> [ArraySlice<UInt8>] {
        fields.filter { $0.name == name }.map { bytes[Int($0.start)..<Int($0.end)] }
    }

    /// How many fields of that name there are.
    package func count(_ name: FieldName) -> Int {
        fields.count { $0.name == name }
    }

    /// The first field of that name as text; `nil` when there is none or it is not valid UTF-8.
    package func string(_ name: FieldName) -> String? {
        guard let value = first(name), let text = try? UTF8Span(validating: value.span) else { return nil }
        return String(copying: text)
    }

    /// The request target as it was sent, for logs.
    package var rawTarget: String {
        guard let start = bytes.firstIndex(of: Byte.space),
            let end = bytes[(start + 1)...].firstIndex(of: Byte.space)
        else { return "" }
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }

    /// The number of bytes of the head, its final empty line included.
    package var byteCount: Int { bytes.count }

    /// The number of fields.
    package var fieldCount: Int { fields.count }
}

/// How a request's content is delimited (RFC 9112 section 6.3).
package enum BodyFraming: Sendable, Equatable {
    /// No content follows the head.
    case none
    /// Exactly this many bytes follow, 0 to `Int64.max`.
    case length(Int64)
    /// Chunks follow, to be read with ``ChunkedDecoder``.
    case chunked

    /// Whether nothing follows the head.
    var isEmpty: Bool { self == .none || self == .length(0) }
}

/// The fields of a head while it is being read.
struct HeadDraft: Sendable {
    var version = Version.http11
    private(set) var fields: [RequestHead.Field] = []
    /// The names there are, and those that are there more than once.
    private(set) var names = FieldNameSet()
    private(set) var repeatedNames = FieldNameSet()
    /// The host that counts, empty when there is none.
    private(set) var host = 0..<0
    private(set) var port: UInt16?
    private(set) var expectsContinue = false

    private var hasHost = false
    private var contentLength: Int64?
    private var codings = Codings.none
    private var says100Continue = false
    private var expectsMore = false
    private var saysClose = false
    private var saysKeepAlive = false

    private enum Codings: Sendable {
        case none, chunked, unknown, malformed
    }

    /// Whether the connection is to be kept (RFC 9112 section 9.3).
    var keepsAlive: Bool {
        !saysClose && (version == .http11 || saysKeepAlive)
    }

    /// Reads one field line, which is not empty (RFC 9112 section 5).
    mutating func readField(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestError) {
        guard !ASCII.isBlank(bytes[line.lowerBound]) else { throw .obsoleteFold }
        let colon = bytes.endOfToken(line)
        guard colon < line.upperBound else { throw .missingColon }
        guard bytes[colon] == UInt8(ascii: ":") else {
            guard bytes.firstIndex(of: UInt8(ascii: ":"), in: colon..<line.upperBound) != nil else {
                throw .missingColon
            }
            throw ASCII.isBlank(bytes[colon]) ? .spaceBeforeColon : .invalidFieldName
        }
        guard colon > line.lowerBound else { throw .emptyFieldName }
        let name = FieldName(bytes, line.lowerBound..<colon)
        let value = bytes.trimmed(colon + 1..<line.upperBound)
        if fields.isEmpty { fields.reserveCapacity(24) }
        fields.append(RequestHead.Field(name: name, start: UInt16(value.lowerBound), end: UInt16(value.upperBound)))
        if names.contains(name) { repeatedNames.insert(name) }
        names.insert(name)
        switch name {
        case .host: try readHost(bytes, value)
        case .contentLength: try readLength(bytes, value)
        case .transferEncoding: readCodings(bytes, value)
        case .connection: readConnection(bytes, value)
        case .expect: readExpectations(bytes, value)
        default: break
        }
    }

    /// Decides the framing once all fields are read (RFC 9112 section 6.3).
    func framing() throws(RequestError) -> BodyFraming {
        guard codings != .none else { return contentLength.map(BodyFraming.length) ?? .none }
        guard contentLength == nil else { throw .lengthAndTransferEncoding }
        guard version == .http11 else { throw .transferEncodingInHTTP10 }
        switch codings {
        case .unknown: throw .unknownTransferCoding
        case .malformed: throw .malformedTransferEncoding
        case .none, .chunked: return .chunked
        }
    }

    /// Decides which host counts (RFC 9112 section 3.2).
    mutating func settleHost(_ bytes: Span<UInt8>, _ line: RequestLine) throws(RequestError) {
        guard hasHost || version == .http10 else { throw .missingHost }
        guard let authority = line.authority else { return }
        guard let (hostEnd, port) = Authority.scan(bytes, authority) else { throw .invalidHost }
        let named = authority.lowerBound..<hostEnd
        if hasHost {
            let isSameHost =
                named.count == host.count
                && (0..<named.count).allSatisfy { offset in
                    ASCII.lowercased(bytes[named.lowerBound + offset])
                        == ASCII.lowercased(bytes[host.lowerBound + offset])
                }
            guard isSameHost, (port ?? line.defaultPort) == (self.port ?? line.defaultPort) else {
                throw .hostMismatch
            }
        }
        host = named
        self.port = port
    }

    /// Decides about `Expect`, which HTTP/1.0 does not know (RFC 9110 section 10.1.1).
    mutating func settleExpectation() throws(RequestError) {
        guard version == .http11 else { return }
        guard !expectsMore else { throw .unknownExpectation }
        expectsContinue = says100Continue
    }

    private mutating func readHost(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(RequestError) {
        guard !hasHost else { throw .repeatedHost }
        guard let found = Authority.scan(bytes, value) else { throw .invalidHost }
        hasHost = true
        host = value.lowerBound..<found.hostEnd
        port = found.port
    }

    private mutating func readLength(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(RequestError) {
        guard contentLength == nil else { throw .repeatedContentLength }
        switch bytes.number(value) {
        case .number(let length): contentLength = length
        case .overflow: throw .contentLengthOverflow
        case .malformed: throw .invalidContentLength
        }
    }

    private mutating func readCodings(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var position = value.lowerBound
        while let coding = bytes.nextElement(&position, to: value.upperBound) {
            if bytes.equalsIgnoringCase(coding, "chunked") {
                codings = codings == .none ? .chunked : codings == .unknown ? .unknown : .malformed
            } else if !coding.isEmpty, bytes.endOfToken(coding) == coding.upperBound {
                codings = codings == .none || codings == .unknown ? .unknown : .malformed
            } else {
                codings = .malformed
            }
        }
    }

    private mutating func readConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var position = value.lowerBound
        while let option = bytes.nextElement(&position, to: value.upperBound) {
            if bytes.equalsIgnoringCase(option, "close") { saysClose = true }
            if bytes.equalsIgnoringCase(option, "keep-alive") { saysKeepAlive = true }
        }
    }

    private mutating func readExpectations(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var position = value.lowerBound
        while let expectation = bytes.nextElement(&position, to: value.upperBound) {
            if bytes.equalsIgnoringCase(expectation, "100-continue") {
                says100Continue = true
            } else if !expectation.isEmpty {
                expectsMore = true
            }
        }
    }
}
