/// A request's head: everything before its content, checked by ``RequestParser``.
///
/// Owns one copy of the head's octets; fields are ranges of it, so that a head costs few allocations and look-ups
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

    /// A field line as places in the head's octets.
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

    /// The first field of that name, its octets without the blanks around them.
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
        guard let start = bytes.firstIndex(of: Octet.space),
            let end = bytes[(start + 1)...].firstIndex(of: Octet.space)
        else { return "" }
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }

    /// The number of octets of the head, its final empty line included.
    package var octetCount: Int { bytes.count }

    /// The number of fields.
    package var fieldCount: Int { fields.count }
}
