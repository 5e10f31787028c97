import Letters
import Mail
package import Members
package import SQLite
import Secrets

/// Issues initial passwords to many people.
///
/// Hashing is slow by intent and takes all threads of the hasher; each password is stored in a short transaction of its
/// own together with its mail, so that a process that is killed has lost nothing and mailed nobody twice, and the
/// database stays free for everybody else meanwhile.
package struct BulkCredentialIssuer: Sendable {
    /// What came of it.
    package struct Report: Sendable {
        /// The mails that were written, in no order.
        package var mails: [String] = []
        /// People who needed no password any more when it was their turn.
        package var spared = 0
        /// People whom no mail can be written to, with why.
        package var failures: [(account: Account, error: any Error)] = []
        /// Whether it was stopped before the last one.
        package var isStopped = false
    }

    private let issuer: CredentialIssuer
    private let writer: Writer
    private let width: Int

    /// Prepares a run that hashes `width` passwords at once.
    package init(_ issuer: CredentialIssuer, writer: Writer, width: Int = PasswordHasher.defaultWidth) {
        self.issuer = issuer
        self.writer = writer
        self.width = width
    }

    /// Goes through the accounts.
    ///
    /// - Parameters:
    ///   - accounts: each once.
    ///   - isNeeded: asked in the transaction that would store a password, because another command may have been
    ///     faster.
    ///   - isStopped: asked before each; what was begun is finished.
    ///   - progress: is told how many are done.
    /// - Returns: what came of it.
    /// - Throws: `SQLiteError`, `PasswordHasher.Failure`; what was stored before stays.
    package func run(
        _ accounts: [Account], isNeeded: @Sendable (Account, Database) throws -> Bool, isStopped: () -> Bool,
        progress: (Int) -> Void
    ) async throws -> Report {
        var report = Report()
        var done = 0
        try await withThrowingTaskGroup(of: (Int, CredentialIssuer.Prepared).self) { group in
            var next = 0
            while true {
                while next < min(accounts.count, done + width), !isStopped() {
                    let (index, end) = (next, accounts[next].expiresAt)
                    group.addTask { [issuer] in (index, try await issuer.prepare(until: end)) }
                    next += 1
                }
                guard let (index, prepared) = try await group.next() else { break }
                try await store(prepared, for: accounts[index], isNeeded: isNeeded, in: &report)
                done += 1
                progress(done)
            }
        }
        report.isStopped = done < accounts.count
        return report
    }

    private func store(
        _ prepared: CredentialIssuer.Prepared, for account: Account,
        isNeeded: @Sendable (Account, Database) throws -> Bool,
        in report: inout Report
    ) async throws {
        let issuer = issuer
        do {
            let mail = try await writer.write { transaction in
                guard let present = try Account.find(account.id, in: transaction.database),
                    try isNeeded(present, transaction.database)
                else { return nil as OutboxMail? }
                return try issuer.issue(prepared, to: present, delivery: .mail, in: transaction)
            }
            if let mail { report.mails.append(mail.id) } else { report.spared += 1 }
        } catch let error where error is AccountError || error is InvalidHeaderText {
            report.failures.append((account, error))
        }
    }
}
