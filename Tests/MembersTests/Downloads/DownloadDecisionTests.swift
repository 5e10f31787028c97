import Codecs
import DomainTestSupport
import SQLite
import Testing

@testable import Catalogue
@testable import Members

struct DownloadDecisionTests {
    private func decide(
        _ world: World, _ presentation: Presentation, account: Account? = nil, module: String = "modul-iv"
    ) throws -> DownloadDecision {
        try DownloadDecision.decide(
            module: .of(module), presentation: presentation.slug, account: account?.id, now: world.now,
            in: world.database)
    }

    @Test("a locked presentation is for the admitted, by module or by series, until the end")
    func admitted() throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let presentation = try world.presentation(in: module)
        let account = try world.account()
        #expect(try decide(world, presentation).name == "signInNeeded")
        #expect(try decide(world, presentation, account: account).name == "notAdmitted")
        for scope in [Admission.Scope.module(module.id), .series(series.id)] {
            let end = world.now + 100
            try world.database.transaction {
                _ = try Admission.admit(account.id, to: scope, until: end, now: world.now, in: $0)
            }
            guard case .granted(let grant) = try decide(world, presentation, account: account) else {
                Issue.record("not granted by \(scope)")
                continue
            }
            #expect(grant.endsAt == end)
            #expect(grant.content == presentation.file.content)
            #expect(try Admission.covers(module, account: account.id, now: world.now, in: world.database))
            world.hands.advance(100)
            #expect(try decide(world, presentation, account: account).name == "notAdmitted")
            #expect(try !Admission.covers(module, account: account.id, now: world.now, in: world.database))
        }
    }

    @Test("an admission to another module or series opens nothing")
    func elsewhere() throws {
        let world = try World()
        let presentation = try world.presentation(in: world.module(in: world.series()))
        let other = try world.series("andere")
        let otherModule = try world.module("modul-i", in: other)
        let account = try world.account()
        try world.database.transaction { transaction in
            for scope in [Admission.Scope.series(other.id), .module(otherModule.id)] {
                _ = try Admission.admit(account.id, to: scope, until: nil, now: world.now, in: transaction)
            }
        }
        #expect(try decide(world, presentation, account: account).name == "notAdmitted")
        #expect(try decide(world, presentation, account: account, module: "modul-i").name == "unknown")
        #expect(
            try Admission.modules(of: account.id, now: world.now, in: world.database).map(\.id) == [otherModule.id])
    }

    @Test("a draft is unknown, what is withdrawn is gone, a public one is for everyone")
    func visibility() throws {
        let world = try World()
        let series = try world.series()
        var module = try world.module(in: series, published: false)
        var presentation = try world.presentation(in: module)
        let open = try world.presentation("Offen", in: module, audience: .public)
        #expect(try decide(world, open).name == "unknown")
        try world.database.transaction { try module.publish(now: world.now, in: $0) }
        #expect(try decide(world, open).name == "granted")
        try world.database.transaction { try presentation.withdraw(now: world.now, in: $0) }
        #expect(try decide(world, presentation).name == "withdrawn")
        try world.database.transaction { try module.withdraw(now: world.now, in: $0) }
        #expect(try decide(world, open).name == "withdrawn")
    }
}

extension DownloadDecision {
    fileprivate var name: String {
        switch self {
        case .granted: "granted"
        case .signInNeeded: "signInNeeded"
        case .notAdmitted: "notAdmitted"
        case .withdrawn: "withdrawn"
        case .unknown: "unknown"
        }
    }
}
