package import Networking

/// How long and how much a client may take.
package struct ServerLimits: Sendable {
    /// From connecting to the begin of the first request: PROXY header and TLS handshake.
    package var handshakeTime = Duration.seconds(30)
    /// After this much waiting for a request a connection keeps no task; less than a person, more than a program takes.
    package var parkTime = Duration.milliseconds(250)
    /// From the first byte of a head, or from connecting, to its end.
    package var headTime = Duration.seconds(30)
    /// Between two requests.
    package var idleTime = Duration.seconds(75)
    /// For the whole content of a request that is collected.
    package var contentTime = Duration.seconds(60)
    /// Bytes a second, at least, of a content that is streamed; 0 for no floor.
    package var contentRate: Int64 = 1024
    /// For how long a content that is streamed may fall short of that, or stall altogether.
    package var contentGrace = Duration.seconds(20)
    /// Bytes a second, at least, that a client takes of an answer; 0 for no floor.
    package var answerRate: Int64 = 1024
    /// For how long a client may fall short of that, or take nothing at all.
    package var answerGrace = Duration.seconds(60)
    /// Connections of all workers.
    ///
    /// Beyond this and the next two limits the connections of the same share that wait longest make room, first idle
    /// ones, then unfinished requests; where all are busy with an answer, new ones are turned away.
    package var connections = 20_000
    /// Connections of one client network: an IPv4 /24 or an IPv6 /64.
    package var connectionsPerNetwork = 1024
    /// Connections of one IPv4 address.
    package var connectionsPerAddress = 256
    /// Tells the addresses that stand for many clients, such as a proxy's: they are counted among all only.
    package var isShared: @Sendable (SocketAddress) -> Bool = { _ in false }
    /// Bytes of unread content that are dropped to keep a connection; with more it is closed.
    package var discarded = 64 * 1024
    /// Bytes and time spent on reading on after an error, so that the client can read the answer.
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
