/// A hierarchical timer wheel: thousands of timers, each of the operations in amortised constant time.
///
/// A pure value that knows no clock: its owner tells it what time it is. Seven levels of 64 slots each stand for six
/// bits of the tick number, which covers every tick there can be, so that no timer is too far away.
/// A timer lies on the level of the highest six bits in which its tick differs from the current one, and sinks to a
/// finer level each time the wheel enters its slot.
struct TimerWheel {
    /// A scheduled timer; stays harmless after the timer has expired or been cancelled.
    struct Timer: Sendable, Hashable {
        fileprivate let index: Int32
        fileprivate let generation: UInt32
    }

    private struct Node {
        var payload: UInt64
        var tick: UInt64
        var list: Int32
        var next: Int32
        var previous: Int32
        var generation: UInt32
    }

    /// The length of a tick, as a power of two of nanoseconds: 8.4 ms.
    static let tickBits: UInt64 = 23

    private static let levels = 7
    private static let none: Int32 = -1

    private var nodes: [Node] = []
    private var free: Int32 = none
    private var heads = [Int32](repeating: none, count: levels * 64)
    private var occupied = [UInt64](repeating: 0, count: levels)
    private var current: UInt64

    /// How many timers are scheduled.
    private(set) var count = 0

    /// An empty wheel at an instant; it never runs backwards from there.
    init(now: MonotonicInstant) {
        current = now.nanoseconds >> Self.tickBits
    }

    /// Schedules a payload to come out of `expire` at the first tick at or after the deadline.
    mutating func insert(_ payload: UInt64, at deadline: Deadline) -> Timer {
        let tick = max(Self.tick(notBefore: deadline.instant), current + 1)
        let index = takeNode(payload, tick)
        link(index)
        count += 1
        return Timer(index: index, generation: nodes[Int(index)].generation)
    }

    /// Takes a timer out; false when it has already expired or been cancelled.
    @discardableResult
    mutating func cancel(_ timer: Timer) -> Bool {
        let index = Int(timer.index)
        guard nodes[index].generation == timer.generation, nodes[index].list != Self.none else { return false }
        unlink(timer.index)
        giveBack(timer.index)
        return true
    }

    /// Moves the wheel to an instant and appends the payloads of all timers that it passes.
    mutating func expire(at now: MonotonicInstant, into expired: inout [UInt64]) {
        let target = now.nanoseconds >> Self.tickBits
        while let (level, slot, tick) = nextSlot(), tick <= target {
            current = tick
            empty(level: level, slot: slot, into: &expired)
        }
        current = max(current, target)
    }

    /// When `expire` has something to do next: at the latest when the earliest timer is due.
    ///
    /// Before that it may be the moment at which far timers sink to a finer level.
    var next: MonotonicInstant? {
        guard let (_, _, tick) = nextSlot() else { return nil }
        return MonotonicInstant(nanoseconds: tick << Self.tickBits)
    }

    /// The first tick that does not begin before the instant; the clock's last tick stands for what lies beyond.
    private static func tick(notBefore instant: MonotonicInstant) -> UInt64 {
        let whole = instant.nanoseconds >> tickBits
        let next = whole << tickBits == instant.nanoseconds ? whole : whole + 1
        return min(next, .max >> tickBits)
    }

    /// The earliest occupied slot.
    ///
    /// All timers of a level share its upper bits with the current tick, so the finest occupied level has the first.
    private func nextSlot() -> (level: Int, slot: Int, tick: UInt64)? {
        for level in 0..<Self.levels where occupied[level] != 0 {
            let slot = occupied[level].trailingZeroBitCount
            let shift = UInt64(level * 6)
            let above = current & (.max << (shift + 6))
            return (level, slot, above | UInt64(slot) << shift)
        }
        return nil
    }

    private mutating func empty(level: Int, slot: Int, into expired: inout [UInt64]) {
        var index = heads[level * 64 + slot]
        heads[level * 64 + slot] = Self.none
        occupied[level] &= ~(1 << UInt64(slot))
        while index != Self.none {
            let node = nodes[Int(index)]
            if node.tick <= current {
                expired.append(node.payload)
                giveBack(index)
            } else {
                link(index)
            }
            index = node.next
        }
    }

    private mutating func link(_ index: Int32) {
        let tick = nodes[Int(index)].tick
        let difference = tick ^ current
        let level = (63 - difference.leadingZeroBitCount) / 6
        let slot = Int(tick >> UInt64(level * 6) & 63)
        let list = level * 64 + slot
        let head = heads[list]
        nodes[Int(index)].list = Int32(list)
        nodes[Int(index)].next = head
        nodes[Int(index)].previous = Self.none
        if head != Self.none { nodes[Int(head)].previous = index }
        heads[list] = index
        occupied[level] |= 1 << UInt64(slot)
    }

    private mutating func unlink(_ index: Int32) {
        let node = nodes[Int(index)]
        if node.next != Self.none { nodes[Int(node.next)].previous = node.previous }
        if node.previous != Self.none {
            nodes[Int(node.previous)].next = node.next
        } else {
            heads[Int(node.list)] = node.next
            if node.next == Self.none { occupied[Int(node.list) / 64] &= ~(1 << UInt64(node.list % 64)) }
        }
    }

    private mutating func takeNode(_ payload: UInt64, _ tick: UInt64) -> Int32 {
        guard free != Self.none else {
            nodes.append(
                Node(payload: payload, tick: tick, list: 0, next: Self.none, previous: Self.none, generation: 0))
            return Int32(nodes.count - 1)
        }
        let index = free
        free = nodes[Int(index)].next
        nodes[Int(index)].payload = payload
        nodes[Int(index)].tick = tick
        return index
    }

    private mutating func giveBack(_ index: Int32) {
        nodes[Int(index)].generation &+= 1
        nodes[Int(index)].list = Self.none
        nodes[Int(index)].next = free
        free = index
        count -= 1
    }
}
