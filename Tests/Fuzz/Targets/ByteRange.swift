@testable import HTTP

/// `Range`: what is selected lies inside, is disjoint, and is exactly what a slow reading of the field selects.
func fuzz(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let size = input.number()
    let field = Array(input.rest)
    let parts: [Range<Int64>]
    switch ByteRange(field.span, size: size) {
    case .whole, .unsatisfiable: parts = []
    case .single(let part): parts = [part]
    case .multiple(let several):
        expect(several.count > 1 && several.count <= ByteRange.mostParts, "\(several.count) parts")
        parts = several
    }
    var end: Int64 = -1
    var sum: Int64 = 0
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        expect(!part.isEmpty && part.upperBound <= size, "\(part) of \(size)")
        expect(part.lowerBound > end, "\(part) meets the one before")
        end = part.upperBound
        sum += part.upperBound - part.lowerBound
    }
    expect(sum <= max(size, 0), "more than there is")
    if !parts.isEmpty, size <= 512 {
        let selected = Set(parts.flatMap { $0 })
        expect(selected == slowly(field, size), "\(parts) of \(size)")
    }
}

/// The places that a field without syntax errors selects, by the words of RFC 9110 section 14.1.2.
func slowly(_ field: [UInt8], _ size: Int64) -> Set<Int64> {
    let text = field.drop { $0 != UInt8(ascii: "=") }.dropFirst()
    var selected: Set<Int64> = []
    for element in text.split(separator: UInt8(ascii: ",")) {
        let sides = element.filter { $0 != 0x20 && $0 != 0x09 }
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard sides.count == 2 else { continue }
        let numbers = sides.map { Int64(String(decoding: $0, as: UTF8.self)) ?? ($0.isEmpty ? -1 : .max) }
        for place in 0..<size
        where numbers[0] < 0
            ? size - place <= numbers[1] : place >= numbers[0] && (numbers[1] < 0 || place <= numbers[1])
        {
            selected.insert(place)
        }
    }
    return selected
}
