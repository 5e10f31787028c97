/// The value of `If-Match` or `If-None-Match` (RFC 9110 section 13.1.1).
enum EntityTagCondition: Equatable {
    /// `*`: any representation that exists.
    case any
    /// These tags. What follows a syntax error is left out, so that it can match nothing.
    case tags([EntityTag])

    /// Reads all fields of one name as a single list; `nil` when there is no such field.
    init?(_ fields: [ArraySlice<UInt8>]) {
        guard let first = fields.first else { return nil }
        if fields.count == 1, first.elementsEqual([UInt8(ascii: "*")]) {
            self = .any
            return
        }
        var tags: [EntityTag] = []
        for field in fields {
            let bytes = field.span
            var position = 0
            while true {
                while position < bytes.count,
                    Octet.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: ",")
                {
                    position += 1
                }
                guard let tag = EntityTag.take(bytes, &position) else { break }
                while position < bytes.count, Octet.isBlank(bytes[position]) { position += 1 }
                guard position == bytes.count || bytes[position] == UInt8(ascii: ",") else { break }
                tags.append(tag)
            }
        }
        self = .tags(tags)
    }

    /// Whether the condition names `tag` under the given comparison; `.any` names everything that exists.
    func names(_ tag: EntityTag?, by matches: (EntityTag, EntityTag) -> Bool) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tag.map { tag in tags.contains { matches($0, tag) } } ?? false
        }
    }
}
