@testable import HTTP

/// `Accept-Language`: a list in several fields is the list in one.
func fuzz(_ bytes: [UInt8]) {
    let offered = ["de", "en", "de-at"]
    let best = AcceptLanguage.best(of: offered, in: [bytes[...]])
    expect(best.map(offered.contains) ?? true, "\(String(describing: best)) was not offered")
    let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    expect(AcceptLanguage.best(of: offered, in: parts) == best, "several fields")
    expect(AcceptLanguage.best(of: [], in: parts) == nil, "nothing was offered")
}
