/// Values that were needed lately, bounded by what they take together, with a second chance for those that are needed
/// again.
///
/// A hand goes round over the entries when there is no room: what was found since it last came by stays, and the first
/// that was not makes room (the algorithm is known as CLOCK). So what is needed again and again survives any number of
/// values that are needed once. Every call takes constant time on average, and finding allocates nothing.
struct SecondChanceCache<Key: Hashable, Value> {
    fileprivate struct Entry {
        let key: Key
        /// Nil where the place is empty.
        var value: Value?
        let size: Int
        var wasFound: Bool
    }

    /// What all values may take together: bytes, or just their number, as the sizes with which they are kept.
    let capacity: Int
    /// What they take.
    private(set) var size = 0

    private var entries: [Entry] = []
    /// The places of `entries` that are empty.
    private var empty: [Int] = []
    private var places: [Key: Int] = [:]
    private var hand = 0

    /// An empty cache with room for at least 1.
    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    /// How many values it holds.
    var count: Int { places.count }

    /// The value that is kept for a key.
    mutating func find(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        entries[place].wasFound = true
        return entries[place].value
    }

    /// Keeps a value for a key, in the place of the one that was kept for it.
    ///
    /// `size`: what it takes, at least 1; a value that would take more than a quarter of the room is not kept.
    mutating func keep(_ value: Value, for key: Key, size: Int = 1) {
        let wasFound = places[key].map { remove(at: $0) } ?? false
        guard size <= max(1, capacity / 4) else { return }
        while self.size + size > capacity { makeRoom() }
        let entry = Entry(key: key, value: value, size: size, wasFound: wasFound)
        let place = empty.popLast() ?? entries.count
        if place < entries.count { entries[place] = entry } else { entries.append(entry) }
        places[key] = place
        self.size += size
    }

    /// Forgets everything at once.
    mutating func removeAll() {
        guard !entries.isEmpty else { return }
        entries.removeAll(keepingCapacity: true)
        empty.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        size = 0
        hand = 0
    }

    private mutating func makeRoom() {
        while entries[hand].wasFound || entries[hand].value == nil {
            entries[hand].wasFound = false
            advance()
        }
        remove(at: hand)
        advance()
    }

    private mutating func advance() {
        hand = hand + 1 == entries.count ? 0 : hand + 1
    }

    /// Whether what was removed had been found lately.
    @discardableResult
    private mutating func remove(at place: Int) -> Bool {
        places[entries[place].key] = nil
        size -= entries[place].size
        entries[place].value = nil
        empty.append(place)
        return entries[place].wasFound
    }
}

extension SecondChanceCache: Sendable where Key: Sendable, Value: Sendable {}
extension SecondChanceCache.Entry: Sendable where Key: Sendable, Value: Sendable {}
