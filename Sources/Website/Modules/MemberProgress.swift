import Catalogue
import Codecs
import Members
import Nachlese

/// How far the member got who is signed in, as far as lists of modules and presentations depend on it.
struct MemberProgress {
    private let account: Account.ID
    private let now: Timestamp
    private let lastVisit: Timestamp?
    private let reader: StoreReader

    /// Nil for a guest.
    init?(_ context: PageContext, _ reader: StoreReader) throws {
        guard let account = context.account else { return nil }
        self.account = account.id
        self.reader = reader
        now = context.now
        lastVisit = try LastVisit.end(of: account.id, now: now, in: reader.database)
    }

    func isAdmitted(to offer: ModuleOffer) throws -> Bool {
        try Admission.covers(offer.module, of: offer.series, account: account, now: now, in: reader.database)
    }

    /// What they have of the presentations of a module to which they were admitted.
    func states(of offer: ModuleOffer) throws -> [Presentation.ID: PresentationState] {
        let statuses = try DownloadStatus.all(of: account, in: offer.module, database: reader.database)
        var states: [Presentation.ID: PresentationState] = [:]
        for (presentation, moment) in offer.presentations {
            states[presentation] = PresentationState(
                offeredAt: moment, status: statuses[presentation], lastVisit: lastVisit)
        }
        return states
    }

    /// The modules to which they were admitted.
    func admitted(to modules: [ListedModule]) throws -> [ListedModule] {
        let scopes = try Admission.scopes(of: account, now: now, in: reader.database)
        guard !scopes.isEmpty else { return [] }
        return modules.filter {
            scopes.contains(.series($0.heading.series)) || scopes.contains(.module($0.heading.id))
        }
    }

    /// How far they got with modules to which they were admitted, where there is something to tell.
    func tallies(of modules: [ListedModule]) throws -> [Module.ID: ModuleTally] {
        let statuses = try DownloadStatus.all(of: account, database: reader.database)
        var tallies: [Module.ID: ModuleTally] = [:]
        for module in modules {
            let id = module.heading.id
            let complete = (statuses[id] ?? [:]).filter { if case .complete = $1 { true } else { false } }
            let new = try countNew(in: module, without: complete.keys)
            guard new > 0 || !complete.isEmpty else { continue }
            tallies[id] = ModuleTally(offered: module.presentationCount, complete: complete.count, new: new)
        }
        return tallies
    }

    /// How many presentations are new to them that they do not have.
    private func countNew(in module: ListedModule, without complete: some Collection<Presentation.ID>) throws -> Int {
        guard let lastVisit else { return 0 }
        if module.publishedAt > lastVisit { return module.presentationCount - complete.count }
        guard let added = module.filesAddedUntil, added > lastVisit else { return 0 }
        let offered = try Presentation.offered(
            in: module.heading.id, addedAfter: lastVisit, database: reader.database)
        return offered.count { !complete.contains($0) }
    }
}

/// How far a member got with the presentations of a module.
struct ModuleTally: Hashable {
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

extension [Module.ID: ModuleTally] {
    /// What belongs into the gaps of a list of modules.
    func content(_ context: PageContext) -> (Gap) -> HTML? {
        var written = WrittenOnce<ModuleTally>()
        return { gap in
            guard case .tally(let module) = gap, let tally = self[module] else { return nil }
            return written.html(tally) { $0.html(context) }
        }
    }
}
