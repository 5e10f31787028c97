package import SQLite
internal import Secrets

/// Sees to the requests for new credentials: whoever may have them gets a mail, all others get nothing.
///
/// A request is gone in the transaction that writes the mail, so that a kill in between leads to one mail and never to
/// two. What worked before goes on working until the new password is used.
///
/// Each request costs one password hash, also where nothing comes of it: who watches how busy the server is, or how long
/// sign-ins take meanwhile, learns nothing about an address.
package struct CredentialClerk: Sendable {
    private let issuance: Issuance
    private let mailsPerHour: Int
    private let clock: WallClock

    /// - Parameters:
    ///   - issuance: makes the passwords, with the one pool of the process.
    ///   - mailsPerHour: for all accounts together; requests beyond it wait, for a day at most.
    ///   - clock: for ages and limits.
    package init(issuance: Issuance, mailsPerHour: Int, clock: WallClock = .system) {
        self.issuance = issuance
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

        /// Whether something is left that the next round can see to.
        package var isUnfinished: Bool { isCeilingReached || isBusy || !failures.isEmpty }
    }

    /// Sees to every request that waits, the oldest first.
    ///
    /// - Throws: `SQLiteError`, `CancellationError`; what was not seen to still waits.
    package func seeToAll(with database: Database) async throws -> Report {
        var report = Report()
        let waiting = try CredentialRequest.all(in: database)
        guard !waiting.isEmpty else { return report }
        report.outdated = try database.transaction { try CredentialRequest.removeOutdated(now: clock.now, in: $0) }
        for request in waiting where clock.now.seconds(since: request.createdAt) < CredentialRequest.patience {
            try Task.checkCancellation()
            do {
                if try CredentialRequest.mailsInLastHour(now: clock.now, in: database) >= mailsPerHour {
                    try see(to: request, beyondCeilingWith: database, &report)
                } else {
                    try await see(to: request, with: database, &report)
                }
            } catch PasswordHasher.Failure.busy {
                report.isBusy = true
                return report
            } catch PasswordHasher.Failure.cancelled {
                throw CancellationError()
            } catch let error as SQLiteError {
                throw error
            } catch {
                report.failures.append("\(error)")
            }
        }
        return report
    }

    private func see(
        to request: CredentialRequest, with database: Database, _ report: inout Report
    ) async throws {
        let end = try request.account(in: database)?.expiresAt
        let prepared = try await issuance.prepare(until: end)
        let now = clock.now
        let recipient = try database.transaction { transaction -> Account? in
            guard try request.remove(in: transaction),
                let account = try request.recipient(now: now, in: transaction.database)
            else { return nil }
            _ = try issuance.issue(prepared, to: account, delivery: .mailOnRequest, in: transaction)
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
        if isKept { report.isCeilingReached = true } else { report.dropped += 1 }
    }
}
