@testable import Networking

/// The PROXY protocol: what is known of the first bytes stays true when more come.
func fuzz(_ bytes: [UInt8]) {
    let whole = ProxyHeader.parse(bytes.span)
    if case .needMore = whole { expect(bytes.count < ProxyHeader.longest, "\(bytes.count) octets are not enough") }
    var known: ProxyHeader.Outcome?
    // Beyond the addresses there is nothing but a count, so that most places there may be left out.
    let counts = Set(0...min(bytes.count, 300)).union([bytes.count / 2, max(0, bytes.count - 1), bytes.count])
    for count in counts.sorted() {
        let outcome = ProxyHeader.parse(Array(bytes.prefix(count)).span)
        expect(known == nil || outcome == known, "\(outcome) after \(String(describing: known))")
        guard outcome != .needMore else { continue }
        known = outcome
        guard case .header(let header) = outcome else { continue }
        expect(header.length > 0 && header.length <= count, "\(header.length) of \(count)")
        expect(ProxyHeader.parse(Array(bytes.prefix(header.length)).span) == outcome, "cut at its end")
        expect(ProxyHeader.parse(Array(bytes.prefix(header.length - 1)).span) == .needMore, "an octet less")
    }
    expect(known ?? .needMore == whole, "\(whole) after \(String(describing: known))")
}
