import Codecs
import Mail
package import Platform
package import SQLite
package import Secrets

/// Signing in with an address and a password.
///
/// An unknown address, a wrong password, and a revoked or expired account get the same answer after the same work:
/// one password hash, whatever is stored.
package struct SignIn: Sendable {
    /// Bytes of a password that are looked at; longer ones are refused before any work.
    package static let maximumPasswordLength = 1024

    private let writer: Writer
    private let hasher: PasswordHasher
    private let throttle: SignInThrottle
    private let key: SealingKey
    private let clock: WallClock

    package init(
        writer: Writer, hasher: PasswordHasher, throttle: SignInThrottle, key: SealingKey, clock: WallClock = .system
    ) {
        self.writer = writer
        self.hasher = hasher
        self.throttle = throttle
        self.key = key
        self.clock = clock
    }

    package enum Outcome: Sendable {
        case signedIn(SessionToken, Account, with: Credential.Kind)
        case wrong
        /// Too many attempts; the next one in so many seconds, at least 1.
        case throttled(Int64)
        /// Too many people sign in at this moment.
        case busy
    }

    /// What a person sent.
    package struct Attempt: Sendable {
        package let email: String
        package let password: Secret
        package let network: String
        /// Whether everybody seems to come from that network.
        package let isNetworkShared: Bool
        package let isRemembered: Bool
        /// The session that they have still: ended when the new one begins.
        package let former: Session?

        package init(
            email: String, password: Secret, network: String, isNetworkShared: Bool = false, isRemembered: Bool,
            former: Session? = nil
        ) {
            self.email = email
            self.password = password
            self.network = network
            self.isNetworkShared = isNetworkShared
            self.isRemembered = isRemembered
            self.former = former
        }
    }

    /// Tries to sign in.
    ///
    /// `database`: the caller's own connection, to read with.
    /// - Throws: `SQLiteError`, or what the password hash could not do; nobody is signed in then.
    package func attempt(_ attempt: Attempt, reading database: Database) async throws -> Outcome {
        let address = try? EmailAddress(pasted: attempt.email)
        // What is no address is counted under what was typed, cut so that nobody fills the memory.
        let name = address?.canonical ?? String(decoding: attempt.email.utf8.prefix(254), as: UTF8.self)
        let admitted: SignInThrottle.Attempt
        let begun = throttle.begin(
            account: name, network: attempt.network, isShared: attempt.isNetworkShared, now: clock.now)
        switch begun {
        case .wait(let seconds): return .throttled(max(1, seconds))
        case .goOn(let attempt): admitted = attempt
        }
        do {
            let outcome = try await verify(attempt, address: address, reading: database)
            if case .signedIn = outcome { throttle.succeeded(admitted, now: clock.now) }
            if case .busy = outcome { throttle.abandoned(admitted) }
            return outcome
        } catch {
            throttle.abandoned(admitted)
            throw error
        }
    }

    private func verify(
        _ attempt: Attempt, address: EmailAddress?, reading database: Database
    ) async throws -> Outcome {
        let account = try address.flatMap { try Account.find($0, in: database) }
        for password in variants(of: attempt.password) {
            let initial = InitialPassword.normalize(password)
            let hint = initial.map { InitialPasswordHint(of: $0, key: key) }
            let credential = try account.flatMap { try Credential.candidate(of: $0.id, hint: hint, in: database) }
            let typed = credential?.kind == .initial ? initial ?? password : password
            let verification: PasswordHasher.Verification
            do {
                verification = try await hasher.verify(typed, against: credential?.hash)
            } catch PasswordHasher.Failure.busy {
                return .busy
            }
            if case .right(let needsRehash) = verification, let account, let credential {
                let rehash = needsRehash ? try? await hasher.hash(typed) : nil
                return try await begin(account, with: credential, rehash: rehash, attempt)
            }
        }
        return .wrong
    }

    /// What was typed, and without blanks at its ends where it has some: copied from a mail.
    private func variants(of password: Secret) -> [Secret] {
        let typed = password.reveal()
        let trimmed = typed.trimmingScalars(while: \.properties.isWhitespace)
        return trimmed == typed || trimmed.isEmpty ? [password] : [password, Secret(trimmed)]
    }

    /// Begins the session, if the account and the credential are still what they were before the hash.
    private func begin(
        _ account: Account, with credential: Credential, rehash: PasswordHash?, _ attempt: Attempt
    ) async throws -> Outcome {
        let clock = clock
        let former = attempt.former?.digest
        let token: SessionToken? = try await writer.write { transaction in
            let now = clock.now
            let present = try Credential.all(of: account.id, in: transaction.database)
            guard let current = present.first(where: { $0.id == credential.id }), current.isValid(at: now),
                let owner = try Account.find(account.id, in: transaction.database), owner.isActive(at: now)
            else { return nil }
            if let rehash { try current.rehash(rehash, in: transaction) }
            if try current.markUsed(now: now, in: transaction) {
                _ = try Session.endAll(of: account.id, in: transaction)
            }
            try Account.markSignedIn(account.id, now: now, in: transaction)
            if let former { try Session.end(former, in: transaction) }
            return try Session.begin(
                for: account.id, credential: credential.kind, isRemembered: attempt.isRemembered, now: now,
                in: transaction)
        }
        return token.map { .signedIn($0, account, with: credential.kind) } ?? .wrong
    }
}
