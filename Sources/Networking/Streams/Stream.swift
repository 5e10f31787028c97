internal import CLinux
package import Platform
package import SystemPackage

/// A connected stream socket on an event loop, plain or through TLS; owned by one actor of that loop.
///
/// System calls come first and waits only after EAGAIN; where the last call has shown that there is nothing to get, not
/// even the call is made. A wait allocates nothing. One task may read and another write at the same time, but no two
/// do the same.
///
/// Waits do not listen to task cancellation, which would cost more than the wait itself: the owner, on the loop, calls
/// `interrupt()` or `close()`. Every async function stays on the actor that calls it.
package final class Stream {
    /// How often reads or writes may succeed in a row before others get a turn.
    static let turn = 32

    /// The address at the other end.
    package let peer: SocketAddress

    let registration: Registration
    /// Everything sent and received goes through it once the handshake is complete.
    var tls: TLSSession?
    private var streak = 0

    /// Takes over a connected socket: makes it non-blocking and, for TCP, sends segments without delay.
    ///
    /// Only for code on the loop.
    ///
    /// - Throws: The errno of the system call that refused; the descriptor is closed then.
    package init(_ descriptor: consuming Descriptor, peer: SocketAddress, loop: EventLoop) throws(Errno) {
        self.peer = peer
        _ = try result(clinux_set_nonblocking(descriptor.rawValue))
        if peer.isInternet { _ = try result(clinux_set_nodelay(descriptor.rawValue)) }
        registration = try Registration(descriptor, on: loop)
    }

    deinit {
        registration.abandon()
    }

    /// The loop whose thread the stream lives on.
    package var loop: EventLoop {
        registration.loop
    }

    /// Whether `close()` has not been called yet.
    package var isOpen: Bool {
        registration.descriptor >= 0
    }

    /// Whether the peer is known to have ended its side or broken the connection, as of the loop's last round.
    ///
    /// Bytes that it sent before may still be there to read.
    package var peerHasEnded: Bool {
        registration.hasEnded
    }

    /// The open descriptor's number.
    func descriptor() throws(StreamError) -> Int32 {
        guard registration.descriptor >= 0 else { throw .closed }
        return registration.descriptor
    }

    /// Gives others a turn after a long row of calls that did not have to wait.
    func takeTurn() async {
        streak += 1
        guard streak >= Self.turn else { return }
        streak = 0
        await loop.yield()
    }

    func wait(for direction: Registration.Direction, _ deadline: Deadline) async throws(StreamError) {
        if registration.isReady(for: direction) {
            await takeTurn()
        } else {
            streak = 0
        }
        switch await registration.wait(for: direction, until: deadline) {
        case .ready: return
        case .timedOut: throw .timedOut
        case .interrupted: throw .cancelled
        case .closed: throw .closed
        }
    }
}
