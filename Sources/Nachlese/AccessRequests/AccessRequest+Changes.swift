import Codecs
import SQLite

extension AccessRequest {
    /// - Throws: `AccessRequestError.decided` for one that is not open.
    func requireOpen() throws {
        guard state == .open else { throw AccessRequestError.decided(self) }
    }

    /// Notes the decision.
    func decide(
        _ state: State, _ decision: AccessDecision, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> AccessRequest {
        try transaction.run("UPDATE access_request SET state = ?, decided_at = ? WHERE id = ?", state, now, id)
        try decision.add(in: transaction)
        return try AccessRequest.get(id, in: transaction.database)
    }

    /// Puts it before the office again.
    func reopen(in transaction: borrowing Transaction) throws -> AccessRequest {
        try transaction.run("UPDATE access_request SET state = 'open', decided_at = NULL WHERE id = ?", id)
        return try AccessRequest.get(id, in: transaction.database)
    }
}
