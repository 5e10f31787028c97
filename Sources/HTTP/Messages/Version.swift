/// The protocol version a message is handled as (RFC 9112 section 2.3).
///
/// A higher minor version than 1 is handled as 1.1, as RFC 9110 section 2.5 asks; every other major version is
/// refused with 505 before a head exists.
package enum Version: UInt8, Sendable {
    case http10, http11
}
