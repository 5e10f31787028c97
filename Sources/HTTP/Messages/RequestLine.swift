internal import Codecs

/// The first line of a request, read (RFC 9112 section 3).
struct RequestLine: Sendable {
    let method: Method
    let target: RequestTarget
    let version: Version
    /// Where the target's own authority stands, in the absolute form.
    let authority: Range<Int>?
    /// The port that goes without saying in the target's scheme.
    var defaultPort: UInt16 { (target.scheme ?? .http).defaultPort }

    /// Reads `line` of `bytes`: method, one space, target, one space, version.
    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestError) {
        guard let first = bytes.firstIndex(of: Byte.space, in: line), first > line.lowerBound else {
            throw .malformedRequestLine
        }
        let methodRange = line.lowerBound..<first
        guard bytes.endOfToken(methodRange) == first else { throw .malformedRequestLine }
        let afterMethod = first + 1..<line.upperBound
        guard let second = bytes.firstIndex(of: Byte.space, in: afterMethod), second > afterMethod.lowerBound else {
            throw .malformedRequestLine
        }
        version = try Self.version(bytes, second + 1..<line.upperBound)
        guard let known = Method(bytes, methodRange) else { throw .unknownMethod }
        method = known

        let range = afterMethod.lowerBound..<second
        switch (bytes[range.lowerBound], method) {
        case (_, .connect):
            guard let (hostEnd, port) = Authority.scan(bytes, range), port != nil, hostEnd < range.upperBound else {
                throw .targetFormNotAllowed
            }
            // Its target is no resource of any server, so there is nothing that 405 could name in `Allow`. And what
            // follows may be meant for the tunnel already: it must never be read as a request.
            throw .tunnelNotOffered
        case (Byte.slash, _):
            target = try RequestTarget(kind: .origin, bytes, range)
            authority = nil
        case (UInt8(ascii: "*"), .options) where range.count == 1:
            target = RequestTarget(kind: .asterisk, scheme: nil, path: "", query: nil)
            authority = nil
        default:
            let (scheme, host) = try Self.schemeAndAuthority(bytes, range)
            authority = host
            let rest = host.upperBound..<range.upperBound
            if rest.isEmpty, method == .options {
                // RFC 9112 section 3.2.4: an OPTIONS request for the whole server, as a proxy sends it.
                target = RequestTarget(kind: .asterisk, scheme: scheme, path: "", query: nil)
            } else {
                target = try RequestTarget(kind: .absolute, scheme: scheme, bytes, rest)
            }
        }
    }

    private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Version {
        guard range.count == 8, bytes.equals(range.prefix(5), "HTTP/"),
            bytes[range.lowerBound + 6] == UInt8(ascii: "."),
            ASCII.isDigit(bytes[range.lowerBound + 5]), ASCII.isDigit(bytes[range.lowerBound + 7])
        else { throw .malformedVersion }
        guard bytes[range.lowerBound + 5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        return bytes[range.lowerBound + 7] == UInt8(ascii: "0") ? .http10 : .http11
    }

    private static func schemeAndAuthority(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(RequestError) -> (Scheme, Range<Int>) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range),
            let scheme = Scheme(bytes, range.lowerBound..<colon), colon + 3 < range.upperBound,
            bytes.equals(colon..<colon + 3, "://")
        else { throw .invalidTarget }
        let start = colon + 3
        var end = start
        while end < range.upperBound, bytes[end] != Byte.slash, bytes[end] != UInt8(ascii: "?") { end += 1 }
        guard bytes.firstIndex(of: UInt8(ascii: "@"), in: start..<end) == nil else { throw .userInformation }
        guard Authority.scan(bytes, start..<end) != nil else { throw .invalidHost }
        return (scheme, start..<end)
    }
}

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

/// The protocol version a message is handled as (RFC 9112 section 2.3).
///
/// A higher minor version than 1 is handled as 1.1, as RFC 9110 section 2.5 asks; every other major version is
/// refused with 505 before a head exists.
package enum Version: UInt8, Sendable {
    case http10, http11
}
