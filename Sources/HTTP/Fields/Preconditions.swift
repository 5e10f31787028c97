internal import Codecs

/// Conditional requests (RFC 9110 section 13).
package enum Preconditions {
    /// What the conditions ask for.
    package enum Verdict: Sendable, Equatable {
        case proceed, notModified, preconditionFailed
    }

    /// How old a change must be, in seconds, for its date to name one version alone.
    ///
    /// Within a second there may be two changes, and whoever got the first version got it in that very second. Section
    /// 8.8.2.2 asks for one second between `Last-Modified` and `Date`; a minute, as a file's date is taken when the
    /// command that adds it starts.
    private static let strongAge: Int64 = 60

    /// Evaluates the conditions of a request for a representation that exists, in the order of section 13.2.2.
    ///
    /// Dates that cannot be read are ignored; a malformed `If-Match` matches nothing. A date of `If-Modified-Since` that
    /// lies in the future is as good as any: RFC 9110 dropped the rule of RFC 2616 that made it invalid.
    ///
    /// `now`: seconds since 1970, which is asked for only where a date has to be read: two-digit years lie near it.
    package static func evaluate(
        _ head: RequestHead, _ validators: Validators, now: @autoclosure () -> Int64 = HTTPDate.now
    ) -> Verdict {
        let isSafe = head.method == .get || head.method == .head
        if let condition = EntityTagCondition(head.all(.ifMatch)) {
            guard condition.names(validators.entityTag, by: { $0.matchesStrongly($1) }) else {
                return .preconditionFailed
            }
        } else if let lastModified = validators.lastModified,
            let date = date(head, .ifUnmodifiedSince, near: now()), lastModified > date
        {
            return .preconditionFailed
        }
        if let condition = EntityTagCondition(head.all(.ifNoneMatch)) {
            if condition.names(validators.entityTag, by: { $0.matchesWeakly($1) }) {
                return isSafe ? .notModified : .preconditionFailed
            }
        } else if isSafe, let lastModified = validators.lastModified,
            let date = date(head, .ifModifiedSince, near: now()), lastModified <= date
        {
            return .notModified
        }
        return .proceed
    }

    /// Whether `Range` is to be honoured: there is no `If-Range`, or it names this very version (section 13.1.5).
    ///
    /// A tag must match strongly. A date must be that of the last change, and that change must lie ``strongAge`` back:
    /// otherwise it says too little (section 8.8.2.2). `now`: seconds since 1970, asked for only where there is a date.
    package static func rangeApplies(
        _ head: RequestHead, _ validators: Validators, now: @autoclosure () -> Int64 = HTTPDate.now
    ) -> Bool {
        let fields = head.all(.ifRange)
        guard let field = fields.first else { return true }
        guard fields.count == 1 else { return false }
        let bytes = field.span
        var position = 0
        if let tag = EntityTag.take(bytes, &position) {
            return position == bytes.count && validators.entityTag?.matchesStrongly(tag) == true
        }
        guard let lastModified = validators.lastModified else { return false }
        let now = now()
        return HTTPDate.parse(bytes, near: now) == lastModified && lastModified <= now - strongAge
    }

    private static func date(_ head: RequestHead, _ name: FieldName, near reference: Int64) -> Int64? {
        guard head.count(name) == 1, let field = head.first(name) else { return nil }
        return HTTPDate.parse(field.span, near: reference)
    }
}

/// What tells one version of a representation from another (RFC 9110 section 8.8).
package struct Validators: Sendable, Equatable {
    package let entityTag: EntityTag?
    /// Seconds since 1970.
    package let lastModified: Int64?

    package init(entityTag: EntityTag?, lastModified: Int64? = nil) {
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}

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
                    ASCII.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: ",")
                {
                    position += 1
                }
                guard let tag = EntityTag.take(bytes, &position) else { break }
                while position < bytes.count, ASCII.isBlank(bytes[position]) { position += 1 }
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
