internal import Networking

/// What all connections of a worker share; the buffers one at a time and never across a suspension.
///
/// `@exclusivity(unchecked)`: as in `Connection`.
@safe
final class WorkerResources {
    let loop: EventLoop
    let limits: FixedLimits
    let counter: ConnectionCounter
    weak var worker: Worker?
    /// Bytes received; whatever is not consumed at once moves to the connection.
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// Bytes to send.
    @safe @exclusivity(unchecked) var output: [UInt8] = []
    @safe @exclusivity(unchecked) private var dates = DateCache()

    init(loop: EventLoop, limits: ServerLimits, counter: ConnectionCounter) {
        self.loop = loop
        self.limits = FixedLimits(limits)
        self.counter = counter
        output.reserveCapacity(64 * 1024)
    }

    deinit {
        unsafe input.deallocate()
    }

    /// The value of `Date` at this moment.
    func date() -> [UInt8] {
        dates.value(at: HTTPDate.now)
    }
}
