import Testing

@testable import HTTP

struct ByteRangeTests {
    @Test(
        "A Range of a thousand octets selects what RFC 9110 says",
        arguments: [
            ("bytes=0-0", .single(0..<1)),
            ("bytes=0-", .single(0..<1_000)),
            ("bytes=0-999", .single(0..<1_000)),
            ("bytes=0-1000", .single(0..<1_000)),
            ("bytes=999-", .single(999..<1_000)),
            ("bytes=500-", .single(500..<1_000)),
            ("bytes=-500", .single(500..<1_000)),
            ("bytes=-1", .single(999..<1_000)),
            ("bytes=-1000", .single(0..<1_000)),
            ("bytes=-1001", .single(0..<1_000)),
            ("bytes=-99999999999999999999999", .single(0..<1_000)),
            ("bytes=0-9223372036854775807", .single(0..<1_000)),
            ("bytes=0-9223372036854775808", .single(0..<1_000)),
            ("bytes=0-18446744073709551615", .single(0..<1_000)),
            ("bytes=0-1111111111111111111111111111111111111111", .single(0..<1_000)),
            ("BYTES=1-2", .single(1..<3)),
            ("bytes= 1-2 ", .single(1..<3)),
            ("bytes=,1-2,,", .single(1..<3)),
            ("bytes=1-2,3-4", .single(1..<5)),
            ("bytes=1-5,2-3", .single(1..<6)),
            ("bytes=5-9,0-2", .multiple([5..<10, 0..<3])),
            ("bytes=0-2, 5-9", .multiple([0..<3, 5..<10])),
            ("bytes=0-0,-1", .multiple([0..<1, 999..<1_000])),
            ("bytes=9-9,0-0,8-8,4-4", .multiple([8..<10, 0..<1, 4..<5])),
            ("bytes=0-0,2000-", .single(0..<1)),
            ("bytes=1000-", .unsatisfiable),
            ("bytes=1000-1001", .unsatisfiable),
            ("bytes=9223372036854775807-", .unsatisfiable),
            ("bytes=9223372036854775808-", .unsatisfiable),
            ("bytes=9223372036854775807-9223372036854775807", .unsatisfiable),
            ("bytes=18446744073709551616-18446744073709551617", .unsatisfiable),
            ("bytes=-0", .unsatisfiable),
            ("bytes=-0,5000-", .unsatisfiable),
            ("bytes=", .whole),
            ("bytes=,", .whole),
            ("bytes=-", .whole),
            ("bytes=5-4", .whole),
            ("bytes=0-1,5-4", .whole),
            ("bytes=a-b", .whole),
            ("bytes=1", .whole),
            ("bytes=+1-2", .whole),
            ("bytes=--1", .whole),
            ("bytes=1-2-3", .whole),
            ("bytes=0x1-2", .whole),
            ("bytes=1 - 2", .whole),
            ("bytes=\u{EF}\u{BC}\u{91}-", .whole),
            ("bytes 1-2", .whole),
            ("bytes =1-2", .whole),
            ("byte=1-2", .whole),
            ("items=1-2", .whole),
            ("=1-2", .whole),
            ("", .whole),
        ] as [(String, ByteRange)])
    func table(_ text: String, _ expected: ByteRange) {
        #expect(ByteRange(bytes(text).span, size: 1_000) == expected)
    }

    @Test(
        "An empty file has no part",
        arguments: [
            ("bytes=0-", .unsatisfiable), ("bytes=0-0", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=-1", .whole), ("bytes=5-", .unsatisfiable),
        ] as [(String, ByteRange)])
    func emptyFile(_ text: String, _ expected: ByteRange) {
        #expect(ByteRange(bytes(text).span, size: 0) == expected)
    }

    @Test("The largest possible file does not overflow")
    func largestFile() {
        let size = Int64.max
        #expect(ByteRange(bytes("bytes=\(size - 1)-").span, size: size) == .single(size - 1..<size))
        #expect(ByteRange(bytes("bytes=0-\(size)").span, size: size) == .single(0..<size))
        #expect(ByteRange(bytes("bytes=-\(size)").span, size: size) == .single(0..<size))
        #expect(
            ByteRange(bytes("bytes=5368709120-5368709129").span, size: 1 << 33)
                == .single(5_368_709_120..<5_368_709_130))
        #expect(ByteRange(bytes("bytes=0-").span, size: -1) == .unsatisfiable)
    }

    @Test("Up to sixteen parts are given, more are ignored")
    func bounded() {
        func ask(_ count: Int) -> ByteRange {
            ByteRange(
                bytes("bytes=" + (0..<count).map { "\($0 * 10)-\($0 * 10)" }.joined(separator: ",")).span, size: 1_000)
        }
        guard case .multiple(let parts) = ask(16) else {
            Issue.record("sixteen parts are refused")
            return
        }
        #expect(parts.count == 16)
        #expect(ask(17) == .whole)
    }

    @Test("A thousand overlapping parts never select more than the file")
    func overlapping() {
        let text = "bytes=" + (0..<1_000).map { "\($0)-" }.joined(separator: ",")
        #expect(ByteRange(bytes(text).span, size: 1_000) == .single(0..<1_000))
        let same = "bytes=" + Array(repeating: "0-", count: 5_000).joined(separator: ",")
        #expect(ByteRange(bytes(same).span, size: 1_000) == .single(0..<1_000))
    }
}
