internal import CLinux
internal import Platform
internal import SystemPackage

/// An epoll set with room for the events of one wait (`epoll(7)`), edge-triggered throughout.
@safe struct Poller: ~Copyable {
    /// What the kernel says about a descriptor.
    struct Readiness: OptionSet {
        let rawValue: UInt8

        /// A read or accept will not block; it may find bytes, the end or an error.
        static let readable = Readiness(rawValue: UInt8(CLINUX_READABLE))
        /// A write will not block, or finds an error.
        static let writable = Readiness(rawValue: UInt8(CLINUX_WRITABLE))
        /// The peer has ended its side, or the connection is broken.
        static let ended = Readiness(rawValue: UInt8(CLINUX_ENDED))
    }

    private static let capacity: Int32 = 256

    private let descriptor: Descriptor
    private let events: UnsafeMutableRawPointer

    init() throws(Errno) {
        descriptor = Descriptor(try result(clinux_epoll_create()))
        unsafe events = .allocate(byteCount: Int(Self.capacity) * clinux_epoll_event_size(), alignment: 16)
    }

    deinit {
        unsafe events.deallocate()
    }

    /// Watches a descriptor in both directions until it is removed or closed; what is ready already is reported too.
    func add(_ descriptor: Int32, token: UInt64) throws(Errno) {
        _ = try result(clinux_epoll_add(self.descriptor.rawValue, descriptor, token))
    }

    /// Stops watching a descriptor that stays open.
    func remove(_ descriptor: Int32) {
        _ = clinux_epoll_remove(self.descriptor.rawValue, descriptor)
    }

    /// Waits for events, for ever when the timeout is negative, and returns how many there are to ask for.
    func wait(milliseconds: Int32) -> Int32 {
        let count = unsafe clinux_epoll_wait(descriptor.rawValue, events, Self.capacity, milliseconds)
        precondition(count >= 0, "epoll_wait: \(Errno(rawValue: -count))")
        return count
    }

    /// An event of the last wait.
    func event(_ index: Int32) -> (token: UInt64, readiness: Readiness) {
        unsafe (clinux_epoll_token(events, index), Readiness(rawValue: clinux_epoll_readiness(events, index)))
    }
}

/// The result of a call in CLinux's convention, where a negative number is a negated errno.
@inline(__always)
func result<Number: FixedWidthInteger>(_ value: Number) throws(Errno) -> Number {
    guard value >= 0 else { throw Errno(rawValue: Int32(truncatingIfNeeded: 0 &- value)) }
    return value
}
