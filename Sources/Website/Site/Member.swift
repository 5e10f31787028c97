import Catalogue
import Codecs
import Members
import SQLite

/// Who is signed in, as far as lists of modules and presentations depend on it.
struct Member {
    private let account: Account.ID
    private let now: Timestamp
    private let lastVisit: Timestamp?

    /// Nil for a guest.
    init?(_ visit: Visit, in database: Database) throws {
        guard let account = visit.account else { return nil }
        self.account = account.id
        now = visit.now
        lastVisit = try LastVisit.end(of: account.id, now: now, in: database)
    }

    /// What they have of presentations of a module; nil when they were not admitted to it.
    func states(
        of presentations: [Presentation], in module: Module, _ database: Database
    ) throws -> [Presentation.ID: PresentationState]? {
        guard try Admission.covers(module, account: account, now: now, in: database) else { return nil }
        let holdings = try Holding.all(of: account, in: module.id, database: database)
        return Dictionary(
            uniqueKeysWithValues: presentations.map { presentation in
                let state = PresentationState(
                    presentation, in: module, holding: holdings[presentation.id], lastVisit: lastVisit)
                return (presentation.id, state)
            })
    }
}
