/// How long a mail server may take; each is for a whole step, however the octets of it trickle.
///
/// RFC 5321 section 4.5.3.2 asks a client for more patience (five minutes for most steps, ten after the message), which is
/// meant for servers that pass mail to each other. A submission server that takes so long is out of order, and the mail
/// is tried again anyway.
package struct SMTPLimits: Sendable, Hashable {
    /// To find the server's addresses.
    package var name = Duration.seconds(15)
    /// To connect to one of its addresses.
    package var connection = Duration.seconds(15)
    /// To do a TLS handshake.
    package var handshake = Duration.seconds(30)
    /// To answer to the connection or to a command, and to take 16 KB of a message.
    package var answer: Duration
    /// To answer to the end of a message: whoever gives up here may have the mail delivered twice.
    package var confirmation: Duration
    /// To answer to QUIT, which nothing depends on.
    package var farewell = Duration.seconds(5)
    /// Messages a connection: Exim, for one, puts all beyond ten into its queue.
    package var messages = 10

    /// Takes the time for an answer; the end of a message has five times as much.
    package init(answer: Duration = .seconds(60)) {
        self.answer = answer
        confirmation = answer * 5
        name = min(name, answer)
        connection = min(connection, answer)
        handshake = min(handshake, answer)
    }
}
