internal import Letters
package import Members
package import Platform
package import SQLite
internal import Secrets

/// Processes requests for new credentials: whoever may have them gets a mail, all others get nothing.
///
/// A request is gone in the transaction that writes the mail, so that a kill in between leads to one mail and never to
/// two. What worked before goes on working until the new password is used.
///
/// Each request costs one password hash, also where nothing comes of it: who watches how busy the server is, or how long
/// sign-ins take meanwhile, learns nothing about an address.
package struct CredentialRequestHandler: RequestedMailHandler {
    private let issuer: CredentialIssuer
    private let mailsPerHour: Int
    package let clock: WallClock

    /// - Parameters:
    ///   - issuer: makes the passwords, with the one pool of the process.
    ///   - mailsPerHour: for all accounts together, see `RequestedMail`; requests beyond it wait, for a day at most.
    ///   - clock: for ages and limits.
    package init(issuer: CredentialIssuer, mailsPerHour: Int, clock: WallClock = .system) {
        self.issuer = issuer
        self.mailsPerHour = mailsPerHour
        self.clock = clock
    }

    /// What a round did.
    package struct Report: RequestedMailReport {
        /// Who got a mail.
        package var mailed: [Account.ID] = []
        /// Requests of which nothing came: no account, none that may sign in, or one that was sent enough.
        package var dropped = 0
        /// Requests that waited for too long and were dropped.
        package var outdated = 0
        /// Requests wait because enough mails went out in the last hour.
        package var isCeilingReached = false
        /// Passwords could not be hashed, because too many others are; the rest waits for the next round.
        package var isBusy = false
        package var failures: [String] = []

        package init() {}

        package var isUnfinished: Bool { isCeilingReached || isBusy || !failures.isEmpty }
    }

    package func begin(_ report: inout Report, with writer: Writer) async throws {
        // Most of the time nothing waits, and then nothing is written.
        guard try await !writer.read({ try CredentialRequest.all(in: $0).isEmpty }) else { return }
        let now = clock.now
        report.outdated = try await writer.write { try CredentialRequest.removeOutdated(now: now, in: $0) }
    }

    package func waiting(in database: Database) throws -> [CredentialRequest] {
        try CredentialRequest.all(in: database)
    }

    package func requester(of request: CredentialRequest) -> Requester { request.requester }

    package func handicap(of request: CredentialRequest) -> Int { 0 }

    package func process(
        _ request: CredentialRequest, _ report: inout Report, with writer: Writer
    ) async throws -> RequestedMailOutcome {
        try Task.checkCancellation()
        let now = clock.now
        let (isLeft, end) = try await writer.read { [mailsPerHour] database in
            (
                try RequestedMail.isLeft(
                    .newCredentials, for: request.requester, mostPerHour: mailsPerHour, now: now, in: database),
                try request.account(in: database)?.expiresAt
            )
        }
        guard isLeft else {
            try await passOver(request, &report, with: writer)
            return .passedOver
        }
        do {
            let prepared = try await issuer.prepare(until: end)
            try await issue(prepared, for: request, &report, with: writer)
            return .done
        } catch PasswordHasher.Failure.busy {
            report.isBusy = true
            return .busy
        } catch PasswordHasher.Failure.cancelled {
            throw CancellationError()
        }
    }

    private func issue(
        _ prepared: CredentialIssuer.Prepared, for request: CredentialRequest, _ report: inout Report,
        with writer: Writer
    ) async throws {
        let now = clock.now
        let recipient = try await writer.write { [issuer] transaction -> Account.ID? in
            guard try request.remove(in: transaction),
                let account = try request.recipient(now: now, in: transaction.database)
            else { return nil }
            try issuer.issue(prepared, to: account, askedForBy: request.requester, in: transaction)
            return account.id
        }
        if let recipient { report.mailed.append(recipient) } else { report.dropped += 1 }
    }

    /// Keeps a request that is to get a mail later, and no other.
    private func passOver(_ request: CredentialRequest, _ report: inout Report, with writer: Writer) async throws {
        let now = clock.now
        let isKept = try await writer.write { transaction in
            guard try request.recipient(now: now, in: transaction.database) == nil else { return true }
            _ = try request.remove(in: transaction)
            return false
        }
        if isKept { report.isCeilingReached = true } else { report.dropped += 1 }
    }
}

extension CredentialIssuer {
    /// Issues what its owner asked for by a form, and remembers from where.
    func issue(
        _ prepared: Prepared, to account: Account, askedForBy requester: Requester,
        in transaction: borrowing Transaction
    ) throws {
        _ = try issue(prepared, to: account, delivery: .mailOnRequest, in: transaction)
        try RequestedMail.note(
            .newCredentials, to: account.email, from: requester, key: mailer.key,
            now: mailer.clock.now, in: transaction)
    }
}
