/// Why a host name has no addresses.
package enum NameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no host of that name, or it has no address.
    case notFound
    /// The name servers could not be asked at this moment.
    case tryAgain
    /// Nothing came in the time allowed.
    case timedOut
    /// The loop is stopping.
    case cancelled
    /// Anything else, in the words of the C library.
    case failed(String)

    package var description: String {
        switch self {
        case .notFound: "there is no host of that name"
        case .tryAgain: "the name servers do not answer"
        case .timedOut: "the name was not found out in the time allowed"
        case .cancelled: "the wait was interrupted"
        case .failed(let reason): "the name cannot be looked up: \(reason)"
        }
    }
}
