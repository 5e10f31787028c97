import Codecs
import Letters
import Members
import SQLite

/// What deciding on a request did, as long as it may have to be taken back.
struct AccessDecision: RowDecodable {
    let request: AccessRequest.ID
    /// From here on it stands.
    let finalAt: Timestamp
    let mail: OutboxMail.ID?
    let account: Account.ID?
    let madeAccount: Bool
    /// The initial password that it made.
    let credential: Credential.ID?
}

extension AccessDecision {
    func add(in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            INSERT INTO access_decision (request_id, final_at, mail_id, account_id, made_account, credential_id)
            VALUES (?, ?, ?, ?, ?, ?)
            """, request, finalAt, mail, account, madeAccount, credential)
    }

    static func find(_ request: AccessRequest.ID, in database: Database) throws -> AccessDecision? {
        try database.first(
            """
            SELECT request_id, final_at, mail_id, account_id, made_account, credential_id FROM access_decision
            WHERE request_id = ?
            """, request)
    }

    init(_ row: inout RowReader) throws {
        self.init(
            request: try row.read(), finalAt: try row.read(), mail: try row.read(), account: try row.read(),
            madeAccount: try row.read(), credential: try row.read())
    }

    /// Notes an admission that it gave or made longer.
    func note(_ admission: Admission, before: Admission?, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            INSERT INTO access_decision_admission (request_id, admission_id, was_there, ended_at, ends_at)
            VALUES (?, ?, ?, ?, ?)
            """, request, admission.id, before != nil, before?.endsAt, admission.endsAt)
    }

    /// Brings the admissions back to how they stood; one that was changed since stays as it is now.
    func takeBackAdmissions(in transaction: borrowing Transaction) throws {
        let changes = try transaction.database.all(
            "SELECT admission_id, was_there, ended_at, ends_at FROM access_decision_admission WHERE request_id = ?",
            request
        ) { row in
            (
                id: try row.read(Admission.ID.self), wasThere: try row.read(Bool.self),
                before: try row.read(Timestamp?.self), after: try row.read(Timestamp?.self)
            )
        }
        for change in changes {
            if change.wasThere {
                try transaction.run(
                    "UPDATE admission SET ends_at = ? WHERE id = ? AND account_id IS ? AND ends_at IS ?", change.before,
                    change.id, account, change.after)
            } else {
                try transaction.run(
                    "DELETE FROM admission WHERE id = ? AND account_id IS ? AND ends_at IS ?", change.id, account,
                    change.after)
            }
        }
    }

    func remove(in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM access_decision WHERE request_id = ?", request)
    }

    /// Whether the account that it made serves for something else meanwhile.
    func isAccountUsedElsewhere(in database: Database) throws -> Bool {
        guard let account else { return false }
        return try database.value(
            """
            SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1 AND first_signed_in_at IS NOT NULL)
                OR EXISTS (SELECT 1 FROM credential WHERE account_id = ?1 AND id IS NOT ?2)
                OR EXISTS (SELECT 1 FROM mail WHERE account_id = ?1 AND id IS NOT ?3)
                OR EXISTS (SELECT 1 FROM access_decision WHERE account_id = ?1 AND request_id <> ?4)
                OR EXISTS (SELECT 1 FROM admission WHERE account_id = ?1 AND id NOT IN
                    (SELECT admission_id FROM access_decision_admission WHERE request_id = ?4))
            """, account, credential, mail, request)
    }
}
