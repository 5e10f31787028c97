/// A request method the server knows by name (RFC 9110 section 9.3).
///
/// Any other token is a valid method that is not implemented here: the parser answers it with 501.
package enum Method: UInt8, Sendable {
    case get, head, post, options, put, delete, patch, trace, connect

    /// The method's name on the wire; methods are case-sensitive.
    package var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .options: "OPTIONS"
        case .put: "PUT"
        case .delete: "DELETE"
        case .patch: "PATCH"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        }
    }

    /// Recognises the method spelled by `range` of `bytes`, case-sensitively; `nil` for any other token.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let found: Method
        let name: StaticString
        switch (range.count, bytes[range.lowerBound]) {
        case (3, UInt8(ascii: "G")): (found, name) = (.get, "GET")
        case (4, UInt8(ascii: "H")): (found, name) = (.head, "HEAD")
        case (4, UInt8(ascii: "P")): (found, name) = (.post, "POST")
        case (7, UInt8(ascii: "O")): (found, name) = (.options, "OPTIONS")
        case (3, UInt8(ascii: "P")): (found, name) = (.put, "PUT")
        case (6, UInt8(ascii: "D")): (found, name) = (.delete, "DELETE")
        case (5, UInt8(ascii: "P")): (found, name) = (.patch, "PATCH")
        case (5, UInt8(ascii: "T")): (found, name) = (.trace, "TRACE")
        case (7, UInt8(ascii: "C")): (found, name) = (.connect, "CONNECT")
        default: return nil
        }
        guard bytes.equals(range, name) else { return nil }
        self = found
    }
}
