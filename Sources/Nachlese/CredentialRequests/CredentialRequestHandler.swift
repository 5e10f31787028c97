package import SQLite
internal import Secrets

/// Sees to the requests for new credentials: whoever may have them gets a mail, all others get nothing.
///
/// A request is gone in the transaction that writes the mail, so that a kill in between leads to one mail and never to
/// two. What worked before goes on working until the new password is used.
///
/// Each request costs one password hash, also where nothing comes of it: who watches how busy the server is, or how long
/// sign-ins take meanwhile, learns nothing about an address.
package struct CredentialRequestHandler: Sendable {
    private let issuer: CredentialIssuer
    private let mailsPerHour: Int
    private let clock: WallClock
    private let turns = Turns()

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
    package struct Report: Sendable {
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
        /// Why a mail could not be written; the request still waits.
        package var failures: [String] = []

        /// What waits for the next round.
        fileprivate var passedOver: Set<CredentialRequest.ID> = []

        /// Whether something is left that the next round can see to.
        package var isUnfinished: Bool { isCeilingReached || isBusy || !failures.isEmpty }
    }

    /// Sees to every request that waits, in turn.
    ///
    /// - Throws: `SQLiteError`, `CancellationError`; what was not seen to still waits.
    package func seeToAll(with database: Database) async throws -> Report {
        var report = try begin(with: database)
        while try await seeToNext(with: database, &report) {}
        return report
    }

    /// Begins a round: drops what has waited for too long.
    package func begin(with database: Database) throws -> Report {
        var report = Report()
        // Most of the time nothing waits, and then nothing is written.
        guard try !CredentialRequest.all(in: database).isEmpty else { return report }
        let now = clock.now
        report.outdated = try database.transaction { try CredentialRequest.removeOutdated(now: now, in: $0) }
        return report
    }

    /// Sees to the request whose turn it is, so that somebody else can be seen to before the next one.
    ///
    /// - Returns: false when none is left in this round.
    /// - Throws: as `seeToAll`.
    package func seeToNext(with database: Database, _ report: inout Report) async throws -> Bool {
        guard !report.isBusy else { return false }
        let waiting = turns.order(try CredentialRequest.all(in: database), by: \.requester)
        for request in waiting where !report.passedOver.contains(request.id) {
            try Task.checkCancellation()
            let isLeft = try RequestedMail.isLeft(
                .newCredentials, for: request.requester, mostPerHour: mailsPerHour, now: clock.now, in: database)
            guard isLeft else {
                try see(to: request, beyondCeilingWith: database, &report)
                continue
            }
            do {
                try await see(to: request, with: database, &report)
                turns.count(request.requester, now: clock.now)
            } catch PasswordHasher.Failure.busy {
                report.isBusy = true
                return false
            } catch PasswordHasher.Failure.cancelled {
                throw CancellationError()
            } catch let error as SQLiteError {
                throw error
            } catch {
                report.passedOver.insert(request.id)
                report.failures.append("\(error)")
            }
            return true
        }
        return false
    }

    private func see(
        to request: CredentialRequest, with database: Database, _ report: inout Report
    ) async throws {
        let end = try request.account(in: database)?.expiresAt
        let prepared = try await issuer.prepare(until: end)
        let now = clock.now
        let recipient = try database.transaction { transaction -> Account? in
            guard try request.remove(in: transaction),
                let account = try request.recipient(now: now, in: transaction.database)
            else { return nil }
            try issuer.issue(prepared, to: account, askedForBy: request.requester, in: transaction)
            return account
        }
        if let recipient { report.mailed.append(recipient.id) } else { report.dropped += 1 }
    }

    /// Keeps a request that is to be seen to later, and no other.
    private func see(
        to request: CredentialRequest, beyondCeilingWith database: Database, _ report: inout Report
    ) throws {
        let now = clock.now
        let isKept = try database.transaction { transaction in
            guard try request.recipient(now: now, in: transaction.database) == nil else { return true }
            _ = try request.remove(in: transaction)
            return false
        }
        report.passedOver.insert(request.id)
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
