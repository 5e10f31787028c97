@testable import HTTP

/// Dates: what was read can be written and read again, whenever that is.
func fuzz(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let reference = input.number()
    let field = Array(input.rest)
    let written = HTTPDate.format(reference)
    let moved = min(max(reference, HTTPDate.range.lowerBound), HTTPDate.range.upperBound)
    expect(HTTPDate.parse(written.span, near: 0) == moved, "\(reference)")
    guard let seconds = HTTPDate.parse(field.span, near: reference) else { return }
    expect(HTTPDate.range.contains(seconds), "\(seconds)")
    expect(HTTPDate.parse(HTTPDate.format(seconds).span, near: reference) == seconds, "\(seconds)")
}
