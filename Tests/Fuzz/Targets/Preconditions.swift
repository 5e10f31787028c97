import Codecs

@testable import HTTP

/// Entity tags and conditions, as fields of a head.
func fuzz(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for field in lines {
        guard case .tags(let tags)? = EntityTagCondition([field]) else { continue }
        for tag in tags {
            var position = 0
            let value = Array(tag.fieldValue.utf8)
            expect(EntityTag.take(value.span, &position) == tag && position == value.count, "\(tag)")
            expect(tag.matchesWeakly(tag) && tag.matchesStrongly(tag) != tag.isWeak, "\(tag)")
        }
    }
    let names = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"]
    for method in ["GET", "HEAD", "POST"] {
        var raw = Array("\(method) / HTTP/1.1\r\nHost: a\r\n".utf8)
        for (name, value) in zip(names, lines) { raw += Array("\(name): ".utf8) + value + [0x0D, 0x0A] }
        raw += [0x0D, 0x0A]
        var parser = RequestParser()
        guard case .head(let head, _)? = try? parser.parse(raw.span) else { return }
        let validators = Validators(entityTag: EntityTag("a"), lastModified: 784_111_777)
        let verdict = Preconditions.evaluate(head, validators)
        expect(verdict != .notModified || method != "POST", "304 for \(method)")
        _ = Preconditions.rangeApplies(head, validators)
    }
}
