internal import CLinux
internal import Platform
internal import SystemPackage

extension Stream {
    /// Connects to an address; only for code on the loop.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.exhausted`, or `.failed` with the errno of `connect(2)`, such as a
    ///   refused connection.
    package static func connect(
        to address: SocketAddress, loop: EventLoop, deadline: Deadline
    ) async throws(StreamError) -> Stream {
        let stream: Stream
        let isPending: Bool
        do throws(Errno) {
            let descriptor = Descriptor(try result(clinux_socket(address.family)))
            isPending = try address.connect(descriptor.rawValue)
            stream = try Stream(descriptor, peer: address, loop: loop)
        } catch {
            throw StreamError(error)
        }
        if isPending {
            stream.registration.clear(.writing)
            try await stream.untilWritable(deadline)
            do throws(Errno) {
                _ = try result(clinux_socket_error(stream.registration.descriptor))
            } catch {
                throw StreamError(error)
            }
        }
        return stream
    }
}
