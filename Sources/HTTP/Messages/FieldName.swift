/// A request field the server reads; every other name is `.other`.
///
/// Recognised once while parsing, so that a look-up compares one byte instead of a string.
package enum FieldName: UInt8, Sendable {
    case other
    case accept, acceptEncoding, acceptLanguage, authorization, cacheControl, connection
    case contentEncoding, contentLength, contentType, cookie, expect, forwarded
    case host, ifMatch, ifModifiedSince, ifNoneMatch, ifRange, ifUnmodifiedSince
    case origin, range, referer, secFetchDest, secFetchMode, secFetchSite
    case transferEncoding, upgrade, userAgent, xForwardedFor, xForwardedHost, xForwardedProto, xRealIP

    /// Recognises the name spelled by `range` of `bytes`, a token, without regard to ASCII case.
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        func spells(_ name: StaticString) -> Bool { bytes.isName(range, name) }
        self =
            switch range.count {
            case 4 where spells("host"): .host
            case 5 where spells("range"): .range
            case 6 where spells("cookie"): .cookie
            case 6 where spells("accept"): .accept
            case 6 where spells("origin"): .origin
            case 6 where spells("expect"): .expect
            case 7 where spells("referer"): .referer
            case 7 where spells("upgrade"): .upgrade
            case 8 where spells("if-range"): .ifRange
            case 8 where spells("if-match"): .ifMatch
            case 9 where spells("forwarded"): .forwarded
            case 9 where spells("x-real-ip"): .xRealIP
            case 10 where spells("connection"): .connection
            case 10 where spells("user-agent"): .userAgent
            case 12 where spells("content-type"): .contentType
            case 13 where spells("if-none-match"): .ifNoneMatch
            case 13 where spells("cache-control"): .cacheControl
            case 13 where spells("authorization"): .authorization
            case 14 where spells("content-length"): .contentLength
            case 14 where spells("sec-fetch-site"): .secFetchSite
            case 14 where spells("sec-fetch-mode"): .secFetchMode
            case 14 where spells("sec-fetch-dest"): .secFetchDest
            case 15 where spells("accept-encoding"): .acceptEncoding
            case 15 where spells("accept-language"): .acceptLanguage
            case 15 where spells("x-forwarded-for"): .xForwardedFor
            case 16 where spells("content-encoding"): .contentEncoding
            case 16 where spells("x-forwarded-host"): .xForwardedHost
            case 17 where spells("transfer-encoding"): .transferEncoding
            case 17 where spells("if-modified-since"): .ifModifiedSince
            case 17 where spells("x-forwarded-proto"): .xForwardedProto
            case 19 where spells("if-unmodified-since"): .ifUnmodifiedSince
            default: .other
            }
    }
}

/// A set of field names, as one number: what a head has is known without looking through its fields.
package struct FieldNameSet: Sendable, Equatable, ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    package init(arrayLiteral names: FieldName...) {
        for name in names { insert(name) }
    }

    package mutating func insert(_ name: FieldName) {
        bits |= 1 << UInt64(name.rawValue)
    }

    package func contains(_ name: FieldName) -> Bool {
        bits & 1 << UInt64(name.rawValue) != 0
    }

    package func isDisjoint(with other: FieldNameSet) -> Bool {
        bits & other.bits == 0
    }
}
