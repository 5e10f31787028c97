/// A bounded number of values that were needed lately, with a second chance for those that are needed again.
///
/// A hand goes round over the entries when there is no room: what was found since it last came by stays, and the first
/// that was not makes room. So what is needed again and again survives any number of values that are needed once. Every
/// call takes constant time on average, and finding allocates nothing.
struct SecondChanceCache<Key: Hashable, Value> {
    fileprivate struct Entry {
        let key: Key
        var value: Value
        var wasFound = false
    }

    /// How many values it holds at most.
    let capacity: Int

    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    private var hand = 0

    /// An empty cache for at least one value.
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

    /// Keeps a value for a key, in the place of the one that was kept for it.
    mutating func keep(_ value: Value, for key: Key) {
        if let place = places[key] {
            entries[place].value = value
        } else if entries.count < capacity {
            places[key] = entries.count
            entries.append(Entry(key: key, value: value))
        } else {
            while entries[hand].wasFound {
                entries[hand].wasFound = false
                advance()
            }
            places[entries[hand].key] = nil
            places[key] = hand
            entries[hand] = Entry(key: key, value: value)
            advance()
        }
    }

    /// Forgets everything at once.
    mutating func removeAll() {
        guard !entries.isEmpty else { return }
        entries.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        hand = 0
    }

    private mutating func advance() {
        hand = hand + 1 == capacity ? 0 : hand + 1
    }
}

extension SecondChanceCache: Sendable where Key: Sendable, Value: Sendable {}
extension SecondChanceCache.Entry: Sendable where Key: Sendable, Value: Sendable {}
