import Codecs
import Letters
import Mail
import Members
package import Platform
package import SQLite

/// Processes what was typed at the two doors: sends a code to addresses without an account, new credentials to those with
/// one.
///
/// The work is the same for every address, and so is what it uses up of the limits: each becomes a request for new
/// credentials as well, of which `CredentialRequestHandler` drops those without an account. So neither how busy the
/// server is nor when somebody else's mail comes tells anything about an address.
///
/// A mail is written in the transaction that marks its request, so that a kill in between leads to one mail and never to
/// two.
package final class AccessCodeHandler: RequestedMailHandler {
    private let mailer: Mailer
    private let mostPerHour: Int
    private let mostPerDay: Int?
    package let clock: WallClock
    private let forgottenAt = Locked<Timestamp?>(nil)

    /// - Parameters:
    ///   - mailer: writes the mails; its settings say how many of them an hour and a day have.
    ///   - clock: for ages and limits.
    package init(mailer: Mailer, clock: WallClock = .system) {
        self.mailer = mailer
        self.clock = clock
        let settings = mailer.settings
        mostPerHour = settings.accessCodesPerHour
        // The other half of a day's mails is for people who have an account.
        mostPerDay = settings.mailsPerDay > 0 ? max(1, settings.mailsPerDay / 2) : nil
    }

    /// What a round did.
    package struct Report: RequestedMailReport {
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
        package var failures: [String] = []

        package init() {}

        package var isUnfinished: Bool { isCeilingReached || isPausing || !failures.isEmpty }
    }

    /// Forgets what is too old, once a minute, so that nobody's writing is held up by every round.
    package func begin(_ report: inout Report, with writer: Writer) async throws {
        let now = clock.now
        let age = forgottenAt.withLock { $0.map { now.seconds(since: $0) } ?? .max }
        guard !(0..<60).contains(age) else { return }
        (report.outdated, report.forgotten) = try await writer.write { transaction in
            let outdated = try UnconfirmedAccessRequest.removeOverdue(now: now, in: transaction)
            let forgotten = try UnconfirmedAccessRequest.forget(now: now, in: transaction)
            try UsedFormStamp.forget(now: now, in: transaction)
            try RequestedMail.forget(now: now, in: transaction)
            return (outdated, forgotten)
        }
        forgottenAt.withLock { $0 = now }
    }

    package func waiting(in database: Database) throws -> [UnconfirmedAccessRequest] {
        try UnconfirmedAccessRequest.waiting(in: database)
    }

    package func requester(of request: UnconfirmedAccessRequest) -> Requester { request.requester }

    package func handicap(of request: UnconfirmedAccessRequest) -> Int { request.isProven ? 0 : 1 }

    package func process(
        _ request: UnconfirmedAccessRequest, _ report: inout Report, with writer: Writer
    ) async throws -> RequestedMailOutcome {
        let now = clock.now
        let address = try? EmailAddress(request.email)
        let allowance = try await writer.read { try self.allowance(of: request, to: address, now: now, in: $0) }
        switch allowance {
        case .spent:
            if try await writer.write({ try request.remove(in: $0) }) { report.dropped += 1 }
            return .done
        case .later:
            report.isPausing = true
            return .passedOver
        case .now: break
        }
        let isLeft = try await writer.read { try self.isLeft(for: request, now: now, in: $0) }
        guard let address, isLeft else {
            report.isCeilingReached = true
            return .passedOver
        }
        let outcome = try await writer.write { try self.write(to: address, about: request, now: now, in: $0) }
        switch outcome {
        case .code: report.codes += 1
        case .credentials: report.members += 1
        case .later:
            report.isPausing = true
            return .passedOver
        }
        return .done
    }

    /// What the address of a request may have; a damaged one may have nothing.
    private func allowance(
        of request: UnconfirmedAccessRequest, to address: EmailAddress?, now: Timestamp, in database: Database
    ) throws -> RequestedMail.Allowance {
        guard let address else { return .spent }
        return try RequestedMail.allowance(.accessCode, to: address, key: mailer.key, now: now, in: database)
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
            guard let code = try AccessCode.give(to: request, key: mailer.key, in: transaction) else {
                return .later
            }
            try mailer.post(
                code, until: request.endsAt, to: address, language: request.language, in: transaction)
        }
        try RequestedMail.note(
            .accessCode, to: address, from: request.requester, key: mailer.key, now: now, in: transaction)
        return isMember ? .credentials : .code
    }
}
