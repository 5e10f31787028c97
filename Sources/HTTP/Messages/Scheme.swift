/// The scheme of a URL, as far as it is served here (RFC 9110 section 4.2).
package enum Scheme: Sendable {
    case http
    case https

    /// Recognises `http` and `https`, without regard to ASCII case.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if bytes.equalsIgnoringCase(range, "https") {
            self = .https
        } else if bytes.equalsIgnoringCase(range, "http") {
            self = .http
        } else {
            return nil
        }
    }

    /// The port that goes without saying.
    var defaultPort: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}
