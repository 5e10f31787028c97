import Glibc

/// Makes and checks password hashes on a few threads of its own.
///
/// A hash takes tens of megabytes and a good part of a second, so no more than ``width`` run at once and a bounded
/// number wait; whoever comes on top is told so at once. The caller's executor is never blocked.
///
/// A task that is cancelled while it waits leaves the queue and throws; one whose hash is already running gets the
/// result. Passwords are normalised (``Secret/normalized()``) before they are hashed.
package final class PasswordHasher: Sendable {
    /// The longest password that is hashed, in bytes of UTF-8 as typed.
    package static let maximumBytes = 1024

    /// One hash for each core, but never more than two at once.
    package static var defaultWidth: Int {
        min(2, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// How scrypt is called: password, salt and parameters to 32 bytes of output.
    package typealias Derivation =
        @Sendable (Secret, [UInt8], ScryptParameters) throws(CryptoError) -> [UInt8]

    /// The parameters of new hashes.
    package let parameters: ScryptParameters

    /// How many hashes may run at once.
    package let width: Int

    private let queue: DerivationQueue
    private let decoy: PasswordHash

    /// Starts the threads; they end when the hasher goes.
    ///
    /// - Parameters:
    ///   - parameters: the parameters of new hashes; a right password with a weaker hash asks for a new one.
    ///   - width: how many hashes may run at once, at least 1.
    ///   - waiting: how many more may wait.
    ///   - derivation: replaces scrypt in tests.
    /// - Throws: ``Failure/noThread(errno:)`` if the system grants no thread.
    package init(
        parameters: ScryptParameters = .recommended, width: Int = PasswordHasher.defaultWidth, waiting: Int = 64,
        derivation: @escaping Derivation = { (password, salt, parameters) throws(CryptoError) in
            try Scrypt.derive(
                from: password.normalized(), salt: salt, parameters: parameters, count: PasswordHash.outputByteCount)
        }
    ) throws(Failure) {
        self.parameters = parameters
        self.width = width
        decoy = PasswordHash(
            parameters: parameters, salt: randomBytes(PasswordHash.saltByteCount),
            output: randomBytes(PasswordHash.outputByteCount))
        queue = DerivationQueue(width: width, waiting: waiting, derivation: derivation)
        try queue.start()
    }

    deinit {
        queue.stop()
    }

    /// Hashes a password with a new random salt.
    package func hash(_ password: Secret) async throws(Failure) -> PasswordHash {
        let salt = randomBytes(PasswordHash.saltByteCount)
        let output = try await derive(password, salt, parameters)
        return PasswordHash(parameters: parameters, salt: salt, output: output)
    }

    /// Checks a password.
    ///
    /// - Parameters:
    ///   - password: what was typed.
    ///   - hash: what is stored, or `nil` for an unknown account.
    /// - Returns: the answer; for an unknown account `.wrong` after the same work as for a known one, so that the
    ///   time tells nothing.
    /// - Throws: if it was not checked. That is never an answer about the password.
    package func verify(_ password: Secret, against hash: PasswordHash?) async throws(Failure) -> Verification {
        let stored = hash ?? decoy
        let output = try await derive(password, stored.salt, stored.parameters)
        let matches = constantTimeEquals(output, stored.output)
        guard hash != nil, matches else { return .wrong }
        return .right(rehash: stored.parameters.isWeaker(than: parameters))
    }

    private func derive(
        _ password: Secret, _ salt: [UInt8], _ parameters: ScryptParameters
    ) async throws(Failure) -> [UInt8] {
        guard password.byteCount <= Self.maximumBytes else { throw .tooLong }
        return try await queue.derive(from: password, salt: salt, parameters: parameters).get()
    }

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
        /// The password is longer than ``PasswordHasher/maximumBytes``.
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
            case .tooLong: "the password is longer than \(PasswordHasher.maximumBytes) octets"
            case .cancelled: "the password check was cancelled"
            case .crypto(let error): error.description
            case .noThread(let errno): "no thread for password hashing (errno \(errno))"
            }
        }
    }
}
