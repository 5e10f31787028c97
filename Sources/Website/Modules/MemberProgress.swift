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
    init?(_ context: PageContext, in database: Database) throws {
        guard let account = context.account else { return nil }
        self.account = account.id
        now = context.now
        lastVisit = try LastVisit.end(of: account.id, now: now, in: database)
    }

    func isAdmitted(to offer: ModuleOffer, _ database: Database) throws -> Bool {
        try Admission.covers(offer.module, of: offer.series, account: account, now: now, in: database)
    }

    /// What they have of the presentations of a module to which they were admitted.
    func states(of offer: ModuleOffer, _ database: Database) throws -> [Presentation.ID: PresentationState] {
        let holdings = try Holding.all(of: account, in: offer.module, database: database)
        var states: [Presentation.ID: PresentationState] = [:]
        for (presentation, moment) in offer.presentations {
            states[presentation] = PresentationState(
                offeredAt: moment, holding: holdings[presentation], lastVisit: lastVisit)
        }
        return states
    }

    /// The modules to which they were admitted.
    func admitted(to modules: [ListedModule], _ database: Database) throws -> [ListedModule] {
        let scopes = try Admission.scopes(of: account, now: now, in: database)
        guard !scopes.isEmpty else { return [] }
        return modules.filter {
            scopes.contains(.series($0.heading.series)) || scopes.contains(.module($0.heading.id))
        }
    }

    /// How far they got with modules to which they were admitted, where there is something to tell.
    func tallies(of modules: [ListedModule], _ database: Database) throws -> [Module.ID: ModuleProgress] {
        let holdings = try Holding.all(of: account, database: database)
        var tallies: [Module.ID: ModuleProgress] = [:]
        for module in modules {
            let id = module.heading.id
            let complete = (holdings[id] ?? [:]).filter { if case .complete = $1 { true } else { false } }
            let new = try countNew(in: module, without: complete.keys, database)
            guard new > 0 || !complete.isEmpty else { continue }
            tallies[id] = ModuleProgress(offered: module.presentationCount, complete: complete.count, new: new)
        }
        return tallies
    }

    /// How many presentations are new to them that they do not have.
    private func countNew(
        in module: ListedModule, without complete: some Collection<Presentation.ID>, _ database: Database
    ) throws -> Int {
        guard let lastVisit else { return 0 }
        if module.publishedAt > lastVisit { return module.presentationCount - complete.count }
        guard let added = module.filesAddedUntil, added > lastVisit else { return 0 }
        let offered = try Presentation.offered(in: module.heading.id, addedAfter: lastVisit, database: database)
        return offered.count { !complete.contains($0) }
    }
}

/// How far a member got with the presentations of a module.
struct ModuleProgress: Hashable {
    let offered: Int
    let complete: Int
    let new: Int

    /// A line about it; nil when there is nothing to say.
    func html(_ context: PageContext) -> HTML? {
        let texts = context.downloadStatusTexts
        var parts: [HTML] = []
        if new > 0 { parts.append("<span class=\"new\">\(Icons.new) \(texts.newCount(new))</span>") }
        if complete > 0 {
            let words = complete == offered ? texts.allComplete : texts.completeCount(complete, offered)
            parts.append("<span class=\"have\">\(Icons.check) \(words)</span>")
        }
        return parts.isEmpty ? nil : "<p class=\"state\">\(parts.joined(by: " "))</p>\n"
    }
}
