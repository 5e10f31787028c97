/// What is wrong with the text of a socket address; each case carries the text.
package enum SocketAddressError: Error, Hashable, CustomStringConvertible {
    /// There is no colon with a port behind the host.
    case missingPort(String)
    /// The port is not a decimal number from 0 to 65535.
    case invalidPort(String)
    /// The host is neither an address nor `localhost` nor `*`.
    case invalidHost(String)
    /// An IPv6 address stands without its brackets.
    case missingBrackets(String)
    /// The path of a Unix socket is not absolute or contains a NUL.
    case invalidPath(String)
    /// The path of a Unix socket has more than 107 bytes.
    case pathTooLong(String)

    package var description: String {
        switch self {
        case .missingPort(let text): "“\(text)” has no port: write HOST:PORT, such as 127.0.0.1:8087"
        case .invalidPort(let text): "“\(text)” has no valid port: it is a number from 0 to 65535"
        case .invalidHost(let text):
            "“\(text)” has no valid host: it is an IPv4 address, an IPv6 address in brackets, localhost or *"
        case .missingBrackets(let text): "“\(text)” needs brackets around the IPv6 address, such as [::1]:8087"
        case .invalidPath(let text): "“\(text)” has no valid path: write unix:/PATH"
        case .pathTooLong(let text):
            "“\(text)” is too long: the path of a Unix socket has at most \(SocketAddress.longestPath) bytes"
        }
    }
}
