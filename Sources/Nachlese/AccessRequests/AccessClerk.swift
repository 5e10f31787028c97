package import SQLite
internal import Mail
internal import Secrets

/// Sees to what was typed at the two doors: whoever has an account gets new credentials, everybody else a code.
///
/// A mail is written in the transaction that marks its request, so that a kill in between leads to one mail and never to
/// two. Each request costs one password hash, as with `CredentialClerk`, whether it needs one or not: how busy the
/// server is tells nothing about an address.
package struct AccessClerk: Sendable {
    private let issuance: Issuance
    private let codesPerHour: Int
    private let credentialsPerHour: Int
    private let clock: WallClock

    /// - Parameters:
    ///   - issuance: makes the passwords and writes the mails.
    ///   - codesPerHour: codes for all addresses together, see `RequestedMail`.
    ///   - credentialsPerHour: mails with new credentials, together with those of `CredentialClerk`.
    ///   - clock: for ages and limits.
    package init(issuance: Issuance, codesPerHour: Int, credentialsPerHour: Int, clock: WallClock = .system) {
        self.issuance = issuance
        self.codesPerHour = codesPerHour
        self.credentialsPerHour = credentialsPerHour
        self.clock = clock
    }

    /// What a round did.
    package struct Report: Sendable {
        /// How many got a code.
        package var codes = 0
        /// Who has an account and got new credentials.
        package var mailed: [Account.ID] = []
        /// Requests of which nothing came, because the address had enough mails.
        package var dropped = 0
        /// Requests whose mail could not be written for too long, and were dropped.
        package var outdated = 0
        /// Requests nobody confirmed, and were forgotten.
        package var forgotten = 0
        /// Requests wait because enough mails went out in the last hour.
        package var isCeilingReached = false
        /// Requests wait because their address had a mail just now.
        package var isPausing = false
        /// Passwords could not be hashed, because too many others are; the rest waits for the next round.
        package var isBusy = false
        /// Why a mail could not be written; the request still waits.
        package var failures: [String] = []

        /// What waits for the next round.
        fileprivate var passedOver: Set<UnconfirmedAccessRequest.ID> = []

        /// Whether something is left that the next round can see to.
        package var isUnfinished: Bool { isCeilingReached || isPausing || isBusy || !failures.isEmpty }
    }

    /// Sees to every request that waits, in turn.
    ///
    /// - Throws: `SQLiteError`, `CancellationError`; what was not seen to still waits.
    package func seeToAll(with database: Database) async throws -> Report {
        var report = try begin(with: database)
        while try await seeToNext(with: database, &report) {}
        return report
    }

    /// Begins a round: forgets what is too old.
    package func begin(with database: Database) throws -> Report {
        var report = Report()
        let now = clock.now
        try database.transaction { transaction in
            report.outdated = try UnconfirmedAccessRequest.removeOverdue(now: now, in: transaction)
            report.forgotten = try UnconfirmedAccessRequest.forget(now: now, in: transaction)
            try TakenForm.forget(now: now, in: transaction)
            try RequestedMail.forget(now: now, in: transaction)
        }
        return report
    }

    /// Sees to the request whose turn it is, so that somebody else can be seen to before the next one.
    ///
    /// - Returns: false when none is left in this round.
    /// - Throws: as `seeToAll`.
    package func seeToNext(with database: Database, _ report: inout Report) async throws -> Bool {
        guard !report.isBusy else { return false }
        for request in try UnconfirmedAccessRequest.waiting(in: database)
        where !report.passedOver.contains(request.id) {
            try Task.checkCancellation()
            guard try mayBeSeenTo(request, with: database, &report) else { continue }
            do {
                try await see(to: request, with: database, &report)
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

    /// Who a request is for, as far as that can be told of an address.
    private enum Recipient {
        /// They may sign in.
        case member(Account)
        case stranger(EmailAddress)
        /// The row holds no address.
        case nobody
    }

    private func recipient(of request: UnconfirmedAccessRequest, now: Timestamp, in database: Database) throws -> Recipient
    {
        guard let address = try? EmailAddress(request.email) else { return .nobody }
        guard let account = try Account.find(address, in: database), account.isActive(at: now) else {
            return .stranger(address)
        }
        return .member(account)
    }

    /// Whether its mail may be written now; what will get none is dropped.
    private func mayBeSeenTo(
        _ request: UnconfirmedAccessRequest, with database: Database, _ report: inout Report
    ) throws -> Bool {
        let now = clock.now
        let kind: OutboxMail.Kind
        let allowance: RequestedMail.Allowance
        let mostPerHour: Int
        switch try recipient(of: request, now: now, in: database) {
        case .member(let account):
            kind = .newCredentials
            mostPerHour = credentialsPerHour
            allowance =
                try CredentialRequest.Allowance.isLeft(for: account.id, now: now, in: database) ? .now : .spent
        case .stranger(let address):
            kind = .accessCode
            mostPerHour = codesPerHour
            allowance = try RequestedMail.allowance(
                kind, to: address, key: issuance.correspondence.key, now: now, in: database)
        case .nobody:
            kind = .accessCode
            mostPerHour = codesPerHour
            allowance = .spent
        }
        switch allowance {
        case .spent:
            if try database.transaction({ try request.remove(in: $0) }) { report.dropped += 1 }
            return false
        case .later:
            report.passedOver.insert(request.id)
            report.isPausing = true
            return false
        case .now: break
        }
        let isLeft = try RequestedMail.isLeft(
            kind, for: request.requester, isProven: request.isProven, mostPerHour: mostPerHour, now: now, in: database)
        if !isLeft {
            report.passedOver.insert(request.id)
            report.isCeilingReached = true
        }
        return isLeft
    }

    private func see(
        to request: UnconfirmedAccessRequest, with database: Database, _ report: inout Report
    ) async throws {
        var end: Timestamp?
        if case .member(let account) = try recipient(of: request, now: clock.now, in: database) { end = account.expiresAt }
        let prepared = try await issuance.prepare(until: end)
        let now = clock.now
        let mailed = try database.transaction { transaction -> Recipient in
            let recipient = try recipient(of: request, now: now, in: transaction.database)
            switch recipient {
            case .member(let account):
                guard try request.remove(in: transaction) else { return .nobody }
                try issuance.issue(prepared, to: account, askedForBy: request.requester, in: transaction)
            case .stranger(let address):
                guard try sendCode(to: address, for: request, now: now, in: transaction) else { return .nobody }
            case .nobody: break
            }
            return recipient
        }
        switch mailed {
        case .member(let account): report.mailed.append(account.id)
        case .stranger: report.codes += 1
        // Somebody else took it away meanwhile.
        case .nobody: report.passedOver.insert(request.id)
        }
    }

    private func sendCode(
        to address: EmailAddress, for request: UnconfirmedAccessRequest, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let correspondence = issuance.correspondence
        guard let code = try AccessCode.give(to: request, key: correspondence.key, in: transaction) else {
            return false
        }
        try correspondence.post(
            code, until: request.endsAt, to: address, language: request.language, in: transaction)
        try RequestedMail.note(
            .accessCode, to: address, from: request.requester, key: correspondence.key, now: now, in: transaction)
        return true
    }
}
