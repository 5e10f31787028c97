/// The form of a message behind DATA (RFC 5321 section 4.5.2).
package enum DotStuffing {
    /// Doubles a dot at the begin of a line and ends the message with a line that is nothing but a dot.
    ///
    /// A lone CR or LF becomes CRLF, and the last line is ended if it is not: with anything else in it, one server could
    /// take for the end of the message what another takes for a part of it.
    package static func encode(_ message: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(message.count + message.count / 64 + 8)
        let dot = UInt8(ascii: ".")
        for line in Lines(message) {
            if line.first == dot { output.append(dot) }
            output += line
            output += "\r\n".utf8
        }
        output += ".\r\n".utf8
        return output
    }
}
