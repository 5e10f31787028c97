/// The registrations of a loop by token: slot number and generation.
///
/// The generation changes when a slot is given up, so that an event or a timer of a closed descriptor, even one from
/// the same round, never reaches the slot's next owner.
struct RegistrationTable {
    private struct Slot {
        var generation: UInt32
        var registration: Registration?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    /// How many registrations there are.
    var count: Int { slots.count - free.count }

    /// Gives a registration a slot; the token is never `UInt64.max`.
    mutating func insert(_ registration: Registration) -> UInt64 {
        if let index = free.popLast() {
            slots[Int(index)].registration = registration
            return UInt64(slots[Int(index)].generation) << 32 | UInt64(index)
        }
        precondition(slots.count < UInt32.max, "a loop cannot hold more registrations")
        slots.append(Slot(generation: 0, registration: registration))
        return UInt64(slots.count - 1)
    }

    /// Gives a slot up; the token means nothing from here on.
    mutating func remove(_ token: UInt64) {
        let index = Int(token & 0xFFFF_FFFF)
        guard self[token] != nil else { return }
        slots[index].registration = nil
        slots[index].generation &+= 1
        free.append(UInt32(index))
    }

    /// The registration that a token stands for, if it is still there.
    subscript(token: UInt64) -> Registration? {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < slots.count, slots[index].generation == UInt32(token >> 32) else { return nil }
        return slots[index].registration
    }

    /// The tokens of all registrations.
    var tokens: [UInt64] {
        slots.indices.compactMap { index in
            slots[index].registration == nil ? nil : UInt64(slots[index].generation) << 32 | UInt64(index)
        }
    }
}
