internal import Mail
internal import Platform
package import SQLite

/// Sees to what was typed at the two doors: whoever has no account gets a code, everybody else new credentials.
///
/// The work is the same for every address, and so is what it uses up of the limits: each becomes a request for new
/// credentials as well, of which `CredentialClerk` drops those without an account. So neither how busy the server is
/// nor when somebody else's mail comes tells anything about an address.
///
/// A mail is written in the transaction that marks its request, so that a kill in between leads to one mail and never to
/// two.
package struct AccessClerk: Sendable {
    private let correspondence: Correspondence
    private let mostPerHour: Int
    private let mostPerDay: Int?
    private let clock: WallClock
    private let turns = Turns()
    private let forgottenAt = Locked<Timestamp?>(nil)

    /// - Parameters:
    ///   - correspondence: writes the mails; its settings say how many of them an hour and a day have.
    ///   - clock: for ages and limits.
    package init(correspondence: Correspondence, clock: WallClock = .system) {
        self.correspondence = correspondence
        self.clock = clock
        let settings = correspondence.settings
        mostPerHour = settings.accessCodesPerHour
        // The other half of a day's mails is for people who have an account.
        mostPerDay = settings.mailsPerDay > 0 ? max(1, settings.mailsPerDay / 2) : nil
    }

    /// What a round did.
    package struct Report: Sendable {
        /// How many got a code.
        package var codes = 0
        /// How many have an account, and get new credentials.
        package var members = 0
        /// Requests of which nothing came, because the address had enough mails.
        package var dropped = 0
        /// Requests whose mail could not be written for too long, and were dropped.
        package var outdated = 0
        /// Requests nobody confirmed, and were forgotten.
        package var forgotten = 0
        /// Requests wait because enough mails went out lately.
        package var isCeilingReached = false
        /// Requests wait because their address had a mail just now, or too much waits elsewhere.
        package var isPausing = false
        /// Why a mail could not be written; the request still waits.
        package var failures: [String] = []

        /// What waits for the next round.
        fileprivate var passedOver: Set<UnconfirmedAccessRequest.ID> = []

        /// Whether something is left that the next round can see to.
        package var isUnfinished: Bool { isCeilingReached || isPausing || !failures.isEmpty }
    }

    /// Sees to every request that waits, in turn.
    ///
    /// - Throws: `SQLiteError`; what was not seen to still waits.
    package func seeToAll(with database: Database) throws -> Report {
        var report = try begin(with: database)
        while try seeToNext(with: database, &report) {}
        return report
    }

    /// Begins a round: forgets what is too old, once a minute, so that nobody's writing is held up by every round.
    package func begin(with database: Database) throws -> Report {
        var report = Report()
        let now = clock.now
        let age = forgottenAt.withLock { $0.map { now.seconds(since: $0) } ?? .max }
        guard !(0..<60).contains(age) else { return report }
        try database.transaction { transaction in
            report.outdated = try UnconfirmedAccessRequest.removeOverdue(now: now, in: transaction)
            report.forgotten = try UnconfirmedAccessRequest.forget(now: now, in: transaction)
            try TakenForm.forget(now: now, in: transaction)
            try RequestedMail.forget(now: now, in: transaction)
        }
        forgottenAt.withLock { $0 = now }
        return report
    }

    /// Sees to the request whose turn it is.
    ///
    /// - Returns: false when none is left in this round.
    /// - Throws: as `seeToAll`.
    package func seeToNext(with database: Database, _ report: inout Report) throws -> Bool {
        let waiting = turns.order(
            try UnconfirmedAccessRequest.waiting(in: database), by: \.requester,
            handicap: { $0.isProven ? 0 : 1 })
        for request in waiting where !report.passedOver.contains(request.id) {
            do {
                if try see(to: request, with: database, &report) {
                    turns.count(request.requester, now: clock.now)
                    return true
                }
            } catch let error as SQLiteError {
                throw error
            } catch {
                report.failures.append("\(error)")
            }
            report.passedOver.insert(request.id)
        }
        return false
    }

    /// Whether it was seen to; else it waits.
    private func see(
        to request: UnconfirmedAccessRequest, with database: Database, _ report: inout Report
    ) throws -> Bool {
        let now = clock.now
        let address = try? EmailAddress(request.email)
        let allowance = try address.map {
            try RequestedMail.allowance(.accessCode, to: $0, key: correspondence.key, now: now, in: database)
        }
        switch allowance {
        case nil, .spent:
            if try database.transaction({ try request.remove(in: $0) }) { report.dropped += 1 }
            return true
        case .later:
            report.isPausing = true
            return false
        case .now: break
        }
        guard let address, try isLeft(for: request, now: now, in: database) else {
            report.isCeilingReached = true
            return false
        }
        let outcome = try database.transaction { try write(to: address, about: request, now: now, in: $0) }
        switch outcome {
        case .code: report.codes += 1
        case .credentials: report.members += 1
        case .later:
            report.isPausing = true
            return false
        }
        return true
    }

    private func isLeft(
        for request: UnconfirmedAccessRequest, now: Timestamp, in database: Database
    ) throws -> Bool {
        try RequestedMail.isLeft(
            .accessCode, for: request.requester, isProven: request.isProven, mostPerHour: mostPerHour,
            mostPerDay: mostPerDay, now: now, in: database)
    }

    private enum Outcome {
        case code
        case credentials
        /// Too many requests for new credentials wait, or somebody else has seen to it.
        case later
    }

    private func write(
        to address: EmailAddress, about request: UnconfirmedAccessRequest, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        guard try CredentialRequest.note(address, from: request.requester, now: now, in: transaction) else {
            return .later
        }
        let isMember = try Account.find(address, in: transaction.database)?.isActive(at: now) ?? false
        if isMember {
            guard try request.remove(in: transaction) else { return .later }
        } else {
            guard let code = try AccessCode.give(to: request, key: correspondence.key, in: transaction) else {
                return .later
            }
            try correspondence.post(
                code, until: request.endsAt, to: address, language: request.language, in: transaction)
        }
        try RequestedMail.note(
            .accessCode, to: address, from: request.requester, key: correspondence.key, now: now, in: transaction)
        return isMember ? .credentials : .code
    }
}
