import Catalogue
import Codecs
import HTTP
import Members
import Secrets

/// Answers to plain requests for a whole file that a worker gave before, for as long as nothing has changed.
///
/// The shortest way there is: the same cookie asks for the same path under the same name, so that neither the token
/// nor the decision nor the fields need to be looked at again. Not shared: each worker has its own.
struct RepeatedResponseCache {
    /// What the answer depends on, as it was sent.
    struct Key: Hashable {
        private let path: String
        private let host: ArraySlice<UInt8>
        private let cookie: ArraySlice<UInt8>

        /// The same with bytes of its own, so that it does not keep the whole head in memory.
        var detached: Key {
            Key(path: path, host: ArraySlice(Array(host)), cookie: ArraySlice(Array(cookie)))
        }

        private static let conditions: FieldNameSet = [
            .range, .ifRange, .ifMatch, .ifNoneMatch, .ifModifiedSince, .ifUnmodifiedSince,
        ]

        /// The most bytes of host and cookie together: a browser sends a hundred or two, and nobody shall fill the cache
        /// with what only they made up.
        private static let sizeLimit = 1024

        /// Nil for every request whose answer may depend on more, or that takes too much room.
        init?(_ head: RequestHead) {
            guard head.method == .get, head.target.kind == .origin, head.target.query == nil,
                head.names.isDisjoint(with: Key.conditions), head.repeatedNames.isDisjoint(with: [.host, .cookie]),
                let host = head.first(.host)
            else { return nil }
            path = head.target.path
            self.host = host
            cookie = head.first(.cookie) ?? []
            guard Key.fits(host: host.count, cookie: cookie.count) else { return nil }
        }

        /// Whether a host and a cookie of so many bytes may be kept.
        static func fits(host: Int, cookie: Int) -> Bool { host + cookie <= sizeLimit }

        private init(path: String, host: ArraySlice<UInt8>, cookie: ArraySlice<UInt8>) {
            self.path = path
            self.host = host
            self.cookie = cookie
        }

        static func == (one: Key, other: Key) -> Bool {
            one.cookie.hasSameBytes(as: other.cookie) && one.path.hasSameBytes(as: other.path)
                && one.host.hasSameBytes(as: other.host)
        }

        func hash(into hasher: inout Hasher) {
            // All that is compared, so that nobody can choose many keys with one hash; one host has many spellings.
            hasher.combine(path)
            hasher.combine(host.count)
            hasher.combine(bytes: host)
            hasher.combine(bytes: cookie)
        }
    }

    /// A reference, so that finding one copies nothing of what it holds.
    final class Entry {
        /// The answer but for its body.
        let response: Response
        let content: StoredFile
        let contentKey: DigestKey
        let session: Session?
        /// Set for as long as it is not known that the person has the whole file.
        let deliveryTag: DeliveryTag?
        /// From then on it has to be asked again.
        let endsAt: Timestamp

        init(
            response: Response, content: StoredFile, session: Session?, deliveryTag: DeliveryTag?, endsAt: Timestamp
        ) {
            self.response = response
            self.content = content
            contentKey = DigestKey(content.digest)
            self.session = session
            self.deliveryTag = deliveryTag
            self.endsAt = endsAt
        }
    }

    private var entries = SecondChanceCache<Key, Entry>(capacity: 8192)

    mutating func removeAll() {
        entries.removeAll()
    }

    mutating func find(_ key: Key, now: Timestamp) -> Entry? {
        guard let entry = entries.find(key), now < entry.endsAt else { return nil }
        return entry
    }

    /// Takes note that the person has the whole file.
    mutating func noteComplete(_ entry: Entry, for key: Key) {
        keep(
            Entry(
                response: entry.response, content: entry.content, session: entry.session, deliveryTag: nil,
                endsAt: entry.endsAt),
            for: key)
    }

    mutating func keep(_ entry: Entry, for key: Key) {
        entries.keep(entry, for: key.detached)
    }
}
