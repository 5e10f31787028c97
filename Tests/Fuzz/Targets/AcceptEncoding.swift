@testable import HTTP

/// `Accept-Encoding`: what is sent is offered and not refused, and several fields are one list.
func fuzz(_ bytes: [UInt8]) {
    let fields = bytes.split(separator: 0x0A)
    let accepted = AcceptEncoding(fields)
    let joined = AcceptEncoding([Array(fields.joined(separator: [0x2C]))[...]])
    for offered in [[], [.gzip], [.brotli], [.brotli, .gzip], [.gzip, .brotli]] as [[ContentCoding]] {
        let best = accepted.best(of: offered)
        expect(best == .identity || offered.contains(best), "\(best) of \(offered)")
        expect(joined.best(of: offered) == best, "\(joined.best(of: offered)) and not \(best)")
        // What is best of more stays so without the others.
        expect(best == .identity || accepted.best(of: [best]) == best, "\(best) alone")
    }
    expect(!fields.isEmpty || accepted.best(of: [.brotli, .gzip]) == .identity, "a coding that nobody named")
}
