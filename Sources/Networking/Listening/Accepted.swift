package import Platform
package import SystemPackage

/// A connection that a listener has taken: non-blocking, close-on-exec, and not on any loop yet.
package struct Accepted: ~Copyable, Sendable {
    /// The connected socket.
    package let descriptor: Descriptor
    /// Where it comes from.
    package let peer: SocketAddress

    /// Puts the connection on a loop; only for code on that loop.
    ///
    /// - Throws: The errno of the system call that refused; the connection is closed then.
    package consuming func stream(on loop: EventLoop) throws(Errno) -> Stream {
        let peer = peer
        return try Stream(descriptor, peer: peer, loop: loop)
    }
}
