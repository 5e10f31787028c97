/// What all connections of a worker share, one at a time and never across a suspension.
@safe
final class WorkerBuffers {
    /// Octets received; whatever is not consumed at once moves to the connection.
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// Octets to send.
    var output: [UInt8] = []
    private var dates = DateCache()

    init() {
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
