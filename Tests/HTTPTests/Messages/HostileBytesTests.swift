import Codecs
import Testing

@testable import HTTP

/// Random and damaged bytes through every reader: none may trap, and the parser's answer must not depend on cuts.
struct HostileBytesTests {
    private static let seeds: [[UInt8]] =
        RequestParserTests.valid.map(bytes)
        + [
            "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", "a=1&b=%C3%A4&c+d=%00", "s=1; t=\"2\"; s=3",
            "bytes=0-1,-5,7-,9223372036854775807-", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994", "W/\"a\", \"b\"", "de-AT;q=0.8, *;q=0.001", "[::ffff:1.2.3.4]:80",
        ].map(bytes)

    /// One input: a seed with some bytes changed, dropped, doubled or cut, or nothing but chance.
    private static func input(_ random: inout FixedRandom) -> [UInt8] {
        guard Int.random(in: 0..<8, using: &random) > 0, var bytes = seeds.randomElement(using: &random) else {
            return (0..<Int.random(in: 0..<64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let telling = Array("\r\n :;,=%&?/\\\"-+*0[].\u{00}\u{7F}\u{80}\u{FF}9".utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] = telling[Int.random(in: 0..<telling.count, using: &random)]
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(telling[Int.random(in: 0..<telling.count, using: &random)], at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// How a parse ended.
    private func end(_ bytes: [UInt8], cutAt cut: Int?) -> String {
        var parser = RequestParser()
        do throws(RequestError) {
            if let cut {
                let part = bytes[..<cut]
                if case .head(_, let consumed) = try parser.parse(part.span) { return "head \(consumed)" }
            }
            guard case .head(let head, let consumed) = try parser.parse(bytes.span) else { return "more" }
            _ = (head.host, head.rawTarget, head.target.segments, try? head.target.queryItems())
            _ = (Cookies(head).values(named: "s"), AcceptLanguage.best(of: ["de", "en"], for: head))
            _ = Preconditions.evaluate(head, Validators(entityTag: EntityTag("b"), lastModified: 0))
            return "head \(consumed)"
        } catch {
            return "\(error)"
        }
    }

    @Test("A hundred thousand hostile inputs trap nothing", .timeLimit(.minutes(15)))
    func nothingTraps() {
        var random = FixedRandom(state: 20_170_202)
        var heads = 0
        for _ in 0..<100_000 {
            let bytes = Self.input(&random)
            let whole = end(bytes, cutAt: nil)
            if !bytes.isEmpty {
                let cut = Int.random(in: 0..<bytes.count, using: &random)
                let parted = end(bytes, cutAt: cut)
                if parted != whole { Issue.record("\(whole) whole, \(parted) cut at \(cut): \(bytes)") }
            }
            if whole.hasPrefix("head") { heads += 1 }
            if case .single(let range) = ByteRange(bytes.span, size: 1_000), range.upperBound > 1_000 || range.isEmpty {
                Issue.record("range \(range) of \(bytes)")
            }
            if let date = HTTPDate.parse(bytes.span, near: 0) {
                #expect(HTTPDate.range.contains(date))
            }
            _ = try? Form(bytes.span)
            _ = Cookies(fields: [bytes[...]]).values(named: "s")
            _ = AcceptLanguage.best(of: ["de", "en"], in: [bytes[...]])
            _ = EntityTagCondition([bytes[...]])
            _ = Authority.scan(bytes.span, 0..<bytes.count)
            var decoder = ChunkedDecoder(limit: 1_000)
            var position = 0
            while let event = try? decoder.next(in: bytes.span, at: &position), case .data = event {}
            #expect(position <= bytes.count)
        }
        // The table would prove nothing if every input were refused at once.
        #expect(heads > 5_000)
    }
}
