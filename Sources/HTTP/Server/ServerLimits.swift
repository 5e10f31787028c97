package import Networking

/// How long and how much a client may take.
package struct ServerLimits: Sendable {
    /// From connecting to the begin of the first request: PROXY header and TLS handshake.
    package var handshakeTime = Duration.seconds(30)
    /// After this much waiting for a request a connection keeps no task; less than a person, more than a program takes.
    package var parkTime = Duration.milliseconds(250)
    /// From the first octet of a head, or from connecting, to its end.
    package var headTime = Duration.seconds(30)
    /// Between two requests.
    package var idleTime = Duration.seconds(75)
    /// For the whole content of a request that is collected.
    package var contentTime = Duration.seconds(60)
    /// Octets a second, at least, of a content that is streamed; 0 for no floor.
    package var contentRate: Int64 = 1024
    /// For how long a content that is streamed may fall short of that, or stall altogether.
    package var contentGrace = Duration.seconds(20)
    /// Octets a second, at least, that a client takes of an answer; 0 for no floor.
    package var answerRate: Int64 = 1024
    /// For how long a client may fall short of that, or take nothing at all.
    package var answerGrace = Duration.seconds(60)
    /// Connections of all workers; beyond it those that wait for nothing make room, or else new ones are turned away.
    package var connections = 20_000
    /// Connections of one client network.
    package var connectionsPerNetwork = 256
    /// Tells the addresses that stand for many clients, such as a proxy's: they are not counted as one network.
    package var isShared: @Sendable (SocketAddress) -> Bool = { _ in false }
    /// Octets of unread content that are dropped to keep a connection; with more it is closed.
    package var discarded = 64 * 1024
    /// Octets and time spent on reading on after an error, so that the client can read the answer.
    package var lingerBytes = 64 * 1024 * 1024
    package var lingerTime = Duration.seconds(2)
    /// The sizes of heads.
    package var head = Limits()

    package init() {}
}

/// The limits of a server that runs: one copy for all connections.
final class FixedLimits: Sendable {
    let values: ServerLimits

    init(_ values: ServerLimits) {
        self.values = values
    }
}
