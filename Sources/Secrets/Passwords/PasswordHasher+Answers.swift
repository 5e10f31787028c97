extension PasswordHasher {
    /// The answer about a password.
    package enum Verification: Sendable, Equatable {
        /// It is not the password, or there is no such account.
        case wrong
        /// It is the password; with `rehash` it should be hashed anew, with today's parameters, and stored.
        case right(rehash: Bool)
    }

    /// Why there is no answer.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// Too many are waiting already; try again later.
        case busy
        /// The password is longer than ``PasswordHasher/maximumOctets``.
        case tooLong
        /// The task was cancelled while it waited.
        case cancelled
        /// OpenSSL could not compute the hash.
        case crypto(CryptoError)
        /// The system granted no thread.
        case noThread(errno: Int32)

        package var description: String {
            switch self {
            case .busy: "too many passwords are waiting to be checked"
            case .tooLong: "the password is longer than \(PasswordHasher.maximumOctets) octets"
            case .cancelled: "the password check was cancelled"
            case .crypto(let error): error.description
            case .noThread(let errno): "no thread for password hashing (errno \(errno))"
            }
        }
    }
}
