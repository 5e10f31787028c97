@testable import Members

/// The ledger of delivered bytes: what is read is what would be written, and inserting agrees with a bitmap.
func fuzz(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let read = DeliveredRanges(text) {
        expect(read.description == text, text)
        check(read)
    }
    var delivered = DeliveredRanges()
    var bits = [Bool](repeating: false, count: 512)
    for pair in stride(from: 0, to: bytes.count - 1, by: 2) {
        let first = Int64(bytes[pair])
        let end = first + Int64(bytes[pair + 1] & 0x1F)
        delivered.insert(first..<end)
        for place in first..<end { bits[Int(place)] = true }
    }
    check(delivered)
    expect(delivered.ranges.allSatisfy { range in range.allSatisfy { bits[Int($0)] } }, "\(delivered)")
    // A file of so few bytes never has too many ranges for all of them to be kept.
    expect(delivered.count == bits.count { $0 }, "\(delivered)")
}

func check(_ delivered: DeliveredRanges) {
    expect(delivered.ranges.count <= DeliveredRanges.mostRanges, "\(delivered.ranges.count) ranges")
    expect(delivered.ranges.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 }, "\(delivered)")
    expect(zip(delivered.ranges, delivered.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "order")
    expect(DeliveredRanges(delivered.description) == delivered, "\(delivered)")
    expect(DeliveredRanges(delivered.ranges.reversed()) == delivered, "\(delivered)")
}
