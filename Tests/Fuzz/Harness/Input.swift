/// Ends the run with a finding when something that must always hold does not.
func expect(_ holds: Bool, _ rule: @autoclosure () -> String, line: UInt = #line) {
    guard holds else { fatalError("line \(line): \(rule())") }
}

/// Takes bytes from the front of the input for what is no text.
struct Input {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// A number whose size varies as much as its value: few bytes of input decide it.
    mutating func number() -> Int64 {
        let width = Int(rest.popFirst() ?? 0) & 0x0F
        let bits = rest.prefix(min(width, 8)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(min(width, 8))
        return width > 8 ? Int64(truncatingIfNeeded: UInt64.max >> UInt64(width - 8)) : Int64(truncatingIfNeeded: bits)
    }
}

/// Where an input is cut: at its start, at its end, at every place, and at some that it decides itself.
func cuts(of bytes: [UInt8]) -> [[Int]] {
    let count = bytes.count
    guard count > 1 else { return [] }
    let hash = bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let first = Int(hash % UInt64(count))
    let second = Int((hash >> 20) % UInt64(count))
    return [Array(1..<count), [first], [min(first, second), max(first, second)]]
}
