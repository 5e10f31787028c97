import Catalogue
package import Codecs
package import Members
package import SQLite

/// What a participant list would change, found out without changing anything.
///
/// The same plan is shown by a dry run and applied by a real one, inside the transaction in which it was made.
package struct ParticipantImport: Sendable {
    /// What is wanted beside what the list says.
    package struct Wishes: Sendable {
        /// Everybody on the list is admitted to these, beside what their line says.
        package var scopes: [Admission.Scope]
        /// The end of admissions whose line has none; nil leaves the ends of present ones alone.
        package var end: Timestamp?
        /// Of accounts whose line has none.
        package var language: Language
        /// Whether names, organisations and languages of present accounts are taken from the list.
        package var updates: Bool

        package init(scopes: [Admission.Scope], end: Timestamp?, language: Language, updates: Bool) {
            self.scopes = scopes
            self.end = end
            self.language = language
            self.updates = updates
        }
    }

    /// One person of the list.
    package struct Step: Sendable {
        package internal(set) var participant: Participant
        /// Their account, when there is one.
        package let account: Account?
        /// Admissions to add or to end differently.
        package internal(set) var admissions: [(scope: Admission.Scope, end: Timestamp?)] = []
        /// Whether the account itself is taken from the list.
        package internal(set) var isUpdate = false
        /// Whether the list has another name, organisation or language, which is left as it is.
        package internal(set) var differs = false

        package var outcome: Outcome {
            if account == nil { return .new }
            if !admissions.isEmpty { return .admitted }
            return isUpdate ? .updated : .unchanged
        }
    }

    /// A word that programs may rely on.
    package enum Outcome: String, CaseIterable, Sendable {
        case new
        /// There already; an admission is added, or ends at another time.
        case admitted
        /// There already; name, organisation or language are changed.
        case updated
        case unchanged
    }

    /// A line that cannot be used.
    package struct FaultyLine: Sendable {
        package let line: Int
        package let fault: ParticipantFault
        package let cells: [String]
    }

    package let steps: [Step]
    package let faultyLines: [FaultyLine]
    private let wishes: Wishes

    package func count(_ outcome: Outcome) -> Int { steps.count { $0.outcome == outcome } }

    /// Compares a list with the database, in one snapshot or transaction of it.
    ///
    /// - Throws: `SQLiteError`.
    package init(_ list: ParticipantList, wishes: Wishes, now: Timestamp, in database: Database) throws {
        let modules = try ModuleNames(in: database)
        var planner = ImportPlanner(wishes: wishes, now: now, modules: modules)
        for row in list.rows { try planner.add(row, in: database) }
        steps = planner.steps
        faultyLines = planner.faultyLines
        self.wishes = wishes
    }

    /// Makes all changes.
    ///
    /// `progress` is told after each person how many are done.
    /// - Returns: the accounts of everybody on the list, in its order.
    /// - Throws: `SQLiteError`.
    package func apply(
        now: Timestamp, in transaction: borrowing Transaction, progress: (Int) -> Void = { _ in }
    ) throws -> [Account] {
        var accounts: [Account] = []
        accounts.reserveCapacity(steps.count)
        for step in steps {
            let participant = step.participant
            var account: Account
            if let present = step.account {
                account = present
                if step.isUpdate { try account.takeOver(participant, in: transaction) }
            } else {
                guard let name = participant.name else {
                    preconditionFailure("no new account is planned without a name")
                }
                account = try Account.add(
                    Account.Draft(
                        email: participant.email, name: name, organisation: participant.organisation ?? Label(),
                        language: participant.language ?? wishes.language, expiresAt: nil),
                    now: now, in: transaction)
            }
            for (scope, end) in step.admissions {
                try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction)
            }
            accounts.append(account)
            progress(accounts.count)
        }
        return accounts
    }
}

extension Account {
    /// Whether a list says something else of this person.
    func differs(from participant: Participant) -> Bool {
        participant.name.map { $0.text != name } ?? false
            || participant.organisation.map { $0.text != organisation } ?? false
            || participant.language.map { $0 != language } ?? false
    }

    /// Takes name, organisation and language from a list, where it has them.
    fileprivate mutating func takeOver(
        _ participant: Participant, in transaction: borrowing Transaction
    ) throws {
        name = participant.name?.text ?? name
        organisation = participant.organisation?.text ?? organisation
        language = participant.language ?? language
        try transaction.run(
            "UPDATE account SET name = ?, organisation = ?, language = ? WHERE id = ?", name, organisation, language, id
        )
    }
}
