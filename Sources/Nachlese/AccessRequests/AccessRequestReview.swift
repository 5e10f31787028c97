package import Catalogue
package import Codecs
package import Letters
package import Members
import Platform
package import SQLite

/// Decides on requests for access, and takes decisions back.
///
/// A decision is one transaction: account, admission, password, mail and the request's new state, or nothing. The mail is
/// held back for as long as the decision may be taken back, so that taking it back leaves no trace.
package struct AccessRequestReview: Sendable {
    private let issuer: CredentialIssuer

    /// Decides with the settings, the key and the clock of its mailer.
    package init(issuer: CredentialIssuer) {
        self.issuer = issuer
    }

    var mailer: Mailer { issuer.mailer }
    private var now: Timestamp { mailer.clock.now }

    /// How the office wants it, beyond what the request says.
    package struct Terms: Sendable {
        /// To what; empty: to the module of the request.
        package var scopes: [Admission.Scope] = []
        /// Until when; nil: a guest as long as the settings say, all others without an end.
        package var end: Timestamp?
        /// The name of a new account; nil: the one that was typed.
        package var name: Label?
        /// Whether the mail goes out at once and nothing can be taken back.
        package var isImmediate = false

        package init() {}
    }

    /// What accepting does.
    package struct Plan: Sendable {
        package let request: AccessRequest
        /// Who has the address already.
        package let account: Account?
        package let scopes: [Admission.Scope]
        package let end: Timestamp?
        /// Whether a new initial password is mailed, because the person has none that opens anything.
        package let needsPassword: Bool
    }

    /// What was decided.
    package struct Outcome: Sendable {
        /// As it stands now.
        package let request: AccessRequest
        package let account: Account?
        package let isNewAccount: Bool
        package let mail: OutboxMail
        /// Until when it can be taken back; nil: not at all.
        package let undoableUntil: Timestamp?
    }

    /// What accepting a request would do; changes nothing.
    ///
    /// - Throws: `AccessRequestError`, `AccountError.revoked`, `AccountError.expired`, `SQLiteError`.
    package func plan(_ reference: AccessReference, _ terms: Terms, in database: Database) throws -> Plan {
        let request = try AccessRequest.get(reference, in: database)
        try request.requireOpen()
        let scopes = terms.scopes.isEmpty ? request.module.map { [.module($0)] } ?? [] : terms.scopes
        guard !scopes.isEmpty else { throw AccessRequestError.noModule(reference) }
        let account = try Account.find(request.email, in: database)
        if let account {
            guard account.revokedAt == nil else { throw AccountError.revoked(account.email) }
            guard account.isActive(at: now) else { throw AccountError.expired(account.email) }
        }
        return Plan(
            request: request, account: account, scopes: scopes, end: end(for: request, terms),
            needsPassword: try account.map { try $0.cannotGetIn(at: now, in: database) } ?? true)
    }

    /// Accepts a request: the account with the admission, and the mail that says so.
    ///
    /// - Throws: as `plan`, and what `CredentialIssuer` throws; nothing was changed then.
    package func accept(
        _ reference: AccessReference, _ terms: Terms, with writer: Writer
    ) async throws -> Outcome {
        let expected = try await writer.read { try plan(reference, terms, in: $0) }
        let prepared = try await issuer.prepare(
            until: expected.account == nil ? expected.end : expected.account?.expiresAt)
        return try await writer.write { transaction in
            // Whatever happened meanwhile, a password is at hand.
            let plan = try plan(reference, terms, in: transaction.database)
            return try accept(plan, terms, prepared, in: transaction)
        }
    }

    private func accept(
        _ plan: Plan, _ terms: Terms, _ prepared: CredentialIssuer.Prepared, in transaction: borrowing Transaction
    ) throws -> Outcome {
        let now = now
        let request = plan.request
        let account =
            try plan.account
            ?? Account.add(
                .init(
                    email: request.email, name: try terms.name ?? Label(request.name),
                    organisation: try Label(request.organisation, allowsEmpty: true), language: request.language,
                    expiresAt: nil), now: now, in: transaction)
        let before = try Admission.all(of: account.id, in: transaction.database)
        for scope in plan.scopes {
            let present = before.first { $0.scope == scope }
            // Without an end of the office's own, nobody loses anything by being accepted.
            if let present, terms.end == nil, present.lasts(asLongAs: plan.end) { continue }
            try Admission.admit(account.id, to: scope, until: plan.end, now: now, in: transaction)
        }
        let held = held(terms.isImmediate)
        let mail: OutboxMail
        if plan.needsPassword,
            let credentials = try issuer.issue(
                prepared, to: account, delivery: .mail, held: held, in: transaction)
        {
            mail = credentials
        } else {
            mail = try mailer.post(.admitted, to: account, held: held, in: transaction)
        }
        let decision = AccessDecision(
            request: request.id, finalAt: held ?? now, mail: mail.id, account: account.id,
            madeAccount: plan.account == nil,
            credential: plan.needsPassword ? try Credential.newest(of: account.id, in: transaction.database) : nil)
        let decided = try request.decide(.accepted, decision, now: now, in: transaction)
        for scope in plan.scopes {
            let after = try Admission.all(of: account.id, in: transaction.database).first { $0.scope == scope }
            let previous = before.first { $0.scope == scope }
            guard let after, previous == nil || previous?.endsAt != after.endsAt else { continue }
            try decision.note(after, before: previous, in: transaction)
        }
        return Outcome(
            request: decided, account: account, isNewAccount: plan.account == nil, mail: mail, undoableUntil: held)
    }

    /// Declines a request with a friendly mail.
    ///
    /// - Parameters:
    ///   - reference: which one.
    ///   - reason: why, in the office's words; empty: nothing but the wording says.
    ///   - isImmediate: whether the mail goes out at once and nothing can be taken back.
    ///   - writer: all of it, or nothing.
    /// - Returns: what was decided.
    /// - Throws: `AccessRequestError`, what `Mailer` throws, `SQLiteError`.
    package func decline(
        _ reference: AccessReference, reason: AccessMessage, isImmediate: Bool, with writer: Writer
    ) async throws -> Outcome {
        try await writer.write { try decline(reference, reason: reason, isImmediate: isImmediate, in: $0) }
    }

    func decline(
        _ reference: AccessReference, reason: AccessMessage, isImmediate: Bool, in transaction: borrowing Transaction
    ) throws -> Outcome {
        let now = now
        let request = try AccessRequest.get(reference, in: transaction.database)
        try request.requireOpen()
        let held = held(isImmediate)
        let mail = try mailer.post(
            .declined(reference, reason: reason.text), to: request.email, language: request.language, held: held,
            in: transaction)
        let decision = AccessDecision(
            request: request.id, finalAt: held ?? now, mail: mail.id, account: nil, madeAccount: false, credential: nil)
        let decided = try request.decide(.declined, decision, now: now, in: transaction)
        return Outcome(request: decided, account: nil, isNewAccount: false, mail: mail, undoableUntil: held)
    }

    /// Takes a decision back: account, admissions, password and mail are as before, the request is open again.
    ///
    /// - Throws: `AccessRequestError` that says why it cannot be, `SQLiteError`; nothing was changed then.
    package func undo(_ reference: AccessReference, with writer: Writer) async throws -> AccessRequest {
        try await writer.write { try undo(reference, in: $0) }
    }

    func undo(_ reference: AccessReference, in transaction: borrowing Transaction) throws -> AccessRequest {
        let request = try AccessRequest.get(reference, in: transaction.database)
        guard request.state != .open else { throw AccessRequestError.undecided(reference) }
        guard let decision = try AccessDecision.find(request.id, in: transaction.database), let mail = decision.mail
        else { throw AccessRequestError.tooLate(request, nil) }
        guard now < decision.finalAt, try OutboxMail.withdraw(mail, in: transaction) else {
            throw AccessRequestError.tooLate(request, decision.finalAt)
        }
        if decision.madeAccount, let account = decision.account {
            guard try !decision.isAccountUsedElsewhere(in: transaction.database) else {
                throw AccessRequestError.accountInUse(request)
            }
            try transaction.run("DELETE FROM account WHERE id = ?", account)
        } else {
            try decision.takeBackAdmissions(in: transaction)
            if let credential = decision.credential {
                try transaction.run("DELETE FROM credential WHERE id = ? AND first_used_at IS NULL", credential)
            }
        }
        try decision.remove(in: transaction)
        return try request.reopen(in: transaction)
    }

    private func held(_ isImmediate: Bool) -> Timestamp? {
        let period = mailer.settings.undoPeriod
        return isImmediate || period == .zero ? nil : now + period
    }

    /// A guest's admission ends with the day in so many days.
    private func end(for request: AccessRequest, _ terms: Terms) -> Timestamp? {
        if let end = terms.end { return end }
        guard request.door == .slides else { return nil }
        let end = now + mailer.settings.guestAdmission
        return LocalTime(end).map { LocalTime.end(of: $0.date) } ?? end
    }
}

extension Admission {
    /// Whether it does not end before that moment; nil: never.
    fileprivate func lasts(asLongAs end: Timestamp?) -> Bool {
        guard let endsAt else { return true }
        return end.map { $0 <= endsAt } ?? false
    }
}

extension Account {
    /// Whether its owner was never in, or has no password that works.
    fileprivate func cannotGetIn(at now: Timestamp, in database: Database) throws -> Bool {
        try database.first(
            """
            SELECT first_signed_in_at IS NULL OR NOT EXISTS
                (SELECT 1 FROM credential WHERE account_id = account.id AND (expires_at IS NULL OR expires_at > ?))
            FROM account WHERE id = ?
            """, now, id) ?? true
    }
}
