@testable import Networking

/// The PROXY protocol: what is known of the first octets stays true when more come.
func fuzz(_ octets: [UInt8]) {
    let whole = ProxyHeader.parse(octets.span)
    if case .needMore = whole { expect(octets.count < ProxyHeader.longest, "\(octets.count) octets are not enough") }
    var known: ProxyHeader.Outcome?
    // Beyond the addresses there is nothing but a count, so that most places there may be left out.
    let counts = Set(0...min(octets.count, 300)).union([octets.count / 2, max(0, octets.count - 1), octets.count])
    for count in counts.sorted() {
        let outcome = ProxyHeader.parse(Array(octets.prefix(count)).span)
        expect(known == nil || outcome == known, "\(outcome) after \(String(describing: known))")
        guard outcome != .needMore else { continue }
        known = outcome
        guard case .header(let header) = outcome else { continue }
        expect(header.length > 0 && header.length <= count, "\(header.length) of \(count)")
        expect(ProxyHeader.parse(Array(octets.prefix(header.length)).span) == outcome, "cut at its end")
        expect(ProxyHeader.parse(Array(octets.prefix(header.length - 1)).span) == .needMore, "an octet less")
    }
    expect(known ?? .needMore == whole, "\(whole) after \(String(describing: known))")
}
