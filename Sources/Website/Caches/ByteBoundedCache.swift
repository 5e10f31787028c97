/// Values that were needed lately, bounded by the bytes that they take, with a second chance for those that are needed
/// again.
///
/// A hand goes round over the entries when there is no room, as in `SecondChanceCache`. A value that would take more than a
/// quarter of the room is not kept at all.
struct SecondChanceCache<Key: Hashable, Value> {
    private struct Entry {
        let key: Key
        let value: Value
        let size: Int
        var wasFound = false
    }

    /// Bytes that all values may take together.
    let capacity: Int
    /// Bytes that they take.
    private(set) var size = 0

    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    private var hand = 0

    /// An empty cache.
    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    /// How many values it holds.
    var count: Int { entries.count }

    /// The value that is kept for a key.
    mutating func find(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        entries[place].wasFound = true
        return entries[place].value
    }

    /// Keeps a value of so many bytes for a key, in the place of the one that was kept for it.
    mutating func keep(_ value: Value, for key: Key, size bytes: Int) {
        if let place = places[key] { remove(at: place) }
        guard bytes <= capacity / 4 else { return }
        while size + bytes > capacity { makeRoom() }
        places[key] = entries.count
        entries.append(Entry(key: key, value: value, size: bytes))
        size += bytes
    }

    /// Forgets everything at once.
    mutating func removeAll() {
        guard !entries.isEmpty else { return }
        entries.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        size = 0
        hand = 0
    }

    private mutating func makeRoom() {
        while true {
            if hand >= entries.count { hand = 0 }
            guard entries[hand].wasFound else { break }
            entries[hand].wasFound = false
            hand += 1
        }
        remove(at: hand)
    }

    /// Puts the last entry in the place of one that goes.
    private mutating func remove(at place: Int) {
        let last = entries.removeLast()
        let gone = place < entries.count ? entries[place] : last
        if place < entries.count {
            entries[place] = last
            places[last.key] = place
        }
        places[gone.key] = nil
        size -= gone.size
    }
}
