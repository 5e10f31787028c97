/// How long and how much a client may take.
package struct ServerLimits: Sendable {
    /// From the first octet of a head, or from connecting, to its end.
    package var headTime = Duration.seconds(30)
    /// Between two requests.
    package var idleTime = Duration.seconds(75)
    /// For the whole content of a request that is collected.
    package var contentTime = Duration.seconds(60)
    /// Octets a second, at least, of a content that is streamed; 0 for no floor.
    package var contentRate = 1024
    /// For how long a content that is streamed may fall short of that, or stall altogether.
    package var contentGrace = Duration.seconds(20)
    /// Without any progress while an answer is sent.
    package var sendStall = Duration.seconds(60)
    /// Connections of one worker; further ones are closed as they come.
    package var connectionsPerWorker = 10_000
    /// Octets of unread content that are dropped to keep a connection; with more it is closed.
    package var discarded = 64 * 1024
    /// Octets and time spent on reading on after an error, so that the client can read the answer.
    package var lingerOctets = 1024 * 1024
    package var lingerTime = Duration.seconds(2)
    /// The sizes of heads.
    package var head = Limits()

    package init() {}
}
