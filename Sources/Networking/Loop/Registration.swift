internal import Glibc
internal import Platform
internal import SystemPackage

/// A descriptor's place on a loop: what it is ready for, who waits for it and until when.
///
/// Confined to the loop's thread; the loop's table keeps it alive until it is closed. The readiness is remembered, so that
/// an event that comes before anybody waits is not lost; a caller clears it when a system call says EAGAIN, and events
/// since then set it anew.
/// At most one reader and one writer wait at a time: a second one is a programmer's error and traps.
///
/// Waits cost no timer work in the common case: the deadline is only noted, and the one timer of the registration, if
/// it is due earlier, looks at the noted deadlines when it expires and is scheduled again then.
final class Registration {
    enum Direction {
        case reading
        case writing
    }

    /// Why a wait is over.
    enum Wake {
        case ready
        case timedOut
        case interrupted
        case closed
    }

    private struct Waiter {
        var suspension: Suspension<Wake>?
        /// What is called instead where no task waits.
        var watcher: ((Wake) -> Void)?
        var deadline = Deadline.never

        var isEmpty: Bool { suspension == nil && watcher == nil }
    }

    let loop: EventLoop

    /// Names this registration on the loop, harmlessly also when it is gone.
    private(set) var token: UInt64 = 0

    /// The open descriptor, or -1.
    private(set) var descriptor: Int32

    private var readiness: Poller.Readiness
    private var isOpen = true
    private var reader = Waiter()
    private var writer = Waiter()
    private var timer: TimerWheel.Timer?
    private var timerDeadline = Deadline.never

    /// Registers a descriptor and owns it from here on; it counts as ready until a call says otherwise.
    init(_ descriptor: consuming Descriptor, on loop: EventLoop) throws(Errno) {
        loop.checkIsolated()
        self.loop = loop
        self.descriptor = descriptor.release()
        readiness = [.readable, .writable]
        token = loop.insert(self)
        do throws(Errno) {
            try loop.watch(self.descriptor, token: token)
        } catch {
            close()
            throw error
        }
    }

    /// A registration without a descriptor, for its timer alone; its waits only ever time out or are interrupted.
    init(timerOn loop: EventLoop) {
        self.loop = loop
        descriptor = -1
        readiness = []
        token = loop.insert(self)
    }

    func isReady(for direction: Direction) -> Bool {
        readiness.contains(direction == .reading ? .readable : .writable)
    }

    /// Whether the kernel has reported the end of the peer's side or an error.
    var hasEnded: Bool {
        readiness.contains(.ended)
    }

    /// Notes that a system call would have blocked.
    func clear(_ direction: Direction) {
        readiness.remove(direction == .reading ? .readable : .writable)
    }

    /// Waits until the descriptor is ready, without suspending when it is noted as ready already.
    func wait(for direction: Direction, until deadline: Deadline) async -> Wake {
        if !isOpen { return .closed }
        if loop.isStopping { return .interrupted }
        if isReady(for: direction) { return .ready }
        if deadline.hasPassed(at: loop.now) { return .timedOut }
        return await Suspension.suspend { suspension in
            let waiter = Waiter(suspension: suspension, deadline: deadline)
            switch direction {
            case .reading:
                precondition(reader.isEmpty, "two tasks read from one descriptor")
                reader = waiter
            case .writing:
                precondition(writer.isEmpty, "two tasks write to one descriptor")
                writer = waiter
            }
            if deadline < timerDeadline { schedule(deadline) }
        }
    }

    /// Has the watcher called, once, when a wait for reading would end; without a task until then.
    ///
    /// False, and nothing is called, when such a wait would not even begin.
    func watch(until deadline: Deadline, _ watcher: @escaping (Wake) -> Void) -> Bool {
        guard isOpen, !loop.isStopping, !isReady(for: .reading), !deadline.hasPassed(at: loop.now) else { return false }
        precondition(reader.isEmpty, "two tasks read from one descriptor")
        reader = Waiter(watcher: watcher, deadline: deadline)
        if deadline < timerDeadline { schedule(deadline) }
        return true
    }

    /// Ends the waits that go on at this moment; later ones are not concerned.
    func wake(_ reason: Wake) {
        Self.resume(&reader, reason)
        Self.resume(&writer, reason)
    }

    /// Closes what its owner lets go of, on whichever thread that happens to be.
    func abandon() {
        guard isOpen else { return }
        if loop.isCurrent {
            close()
        } else {
            Self.closeLater(token, on: loop)
        }
    }

    private static func closeLater(_ token: UInt64, on loop: EventLoop) {
        Task(executorPreference: loop) { loop.registration(token)?.close() }
    }

    /// Closes the descriptor, gives up the slot and ends the waits; again is harmless.
    func close() {
        guard isOpen else { return }
        isOpen = false
        if let timer { loop.cancel(timer) }
        timer = nil
        loop.remove(token)
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        descriptor = -1
        wake(.closed)
    }

    func becameReady(_ new: Poller.Readiness) {
        readiness.formUnion(new)
        if new.contains(.readable) { Self.resume(&reader, .ready) }
        if new.contains(.writable) { Self.resume(&writer, .ready) }
    }

    func timerExpired(at now: MonotonicInstant) {
        timer = nil
        timerDeadline = .never
        let next = min(Self.expire(&reader, at: now), Self.expire(&writer, at: now))
        if next < .never { schedule(next) }
    }

    /// Ends a wait whose time is up; the deadline of one that goes on, else `never`.
    private static func expire(_ waiter: inout Waiter, at now: MonotonicInstant) -> Deadline {
        guard !waiter.isEmpty else { return .never }
        guard waiter.deadline.hasPassed(at: now) else { return waiter.deadline }
        resume(&waiter, .timedOut)
        return .never
    }

    private static func resume(_ waiter: inout Waiter, _ reason: Wake) {
        if let suspension = waiter.suspension {
            waiter.suspension = nil
            suspension.resume(returning: reason)
        } else if let watcher = waiter.watcher {
            waiter.watcher = nil
            // It must not come back here at once: this waiter is being changed.
            watcher(reason)
        }
    }

    private func schedule(_ deadline: Deadline) {
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(token, at: deadline)
        timerDeadline = deadline
    }
}

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
