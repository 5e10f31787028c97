import Codecs
import DomainTestSupport
import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese

struct ParticipantImportTests {
    private func plan(
        _ text: String, in world: World, scopes: [Admission.Scope] = [], end: Timestamp? = nil, updates: Bool = false
    ) throws -> ParticipantImport {
        try ParticipantImport(
            ParticipantList(Array(text.utf8)),
            wishes: .init(scopes: scopes, end: end, language: .german, updates: updates), now: world.now,
            in: world.database)
    }

    @discardableResult
    private func apply(_ plan: ParticipantImport, in world: World) throws -> [Account] {
        try world.database.transaction { try plan.apply(now: world.now, in: $0) }
    }

    private func outcomes(_ plan: ParticipantImport) -> [ParticipantImport.Outcome] { plan.steps.map(\.outcome) }

    @Test("a second run changes nothing")
    func idempotent() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let text = "E-Mail;Name;Einrichtung\na@example.org;A;X\nb@example.org;B;\nc@;C\n"
        let first = try plan(text, in: world, scopes: [.module(module.id)])
        #expect(outcomes(first) == [.new, .new] && first.faultyLines.map(\.line) == [4])
        #expect(try Account.all(in: world.database).isEmpty)
        let accounts = try apply(first, in: world)
        #expect(accounts.map(\.email.description) == ["a@example.org", "b@example.org"])
        #expect(accounts[0].organisation == "X")
        #expect(try Admission.covers(module, account: accounts[1].id, now: world.now, in: world.database))
        let second = try plan(text, in: world, scopes: [.module(module.id)])
        #expect(outcomes(second) == [.unchanged, .unchanged])
        let before = world.database.changes
        try apply(second, in: world)
        #expect(world.database.changes == before)
    }

    @Test("people who are there are admitted; their names change only when that is wanted")
    func present() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        _ = try world.account("a@example.org")
        let text = "E-Mail;Name\nA@example.org;Neuer Name\n"
        let left = try plan(text, in: world, scopes: [.module(module.id)])
        #expect(outcomes(left) == [.admitted] && left.steps[0].differs)
        #expect(try apply(left, in: world)[0].name == "Jörg Müller-Straße")
        let taken = try plan(text, in: world, scopes: [.module(module.id)], updates: true)
        #expect(outcomes(taken) == [.updated])
        try apply(taken, in: world)
        #expect(try Account.get(EmailAddress("a@example.org"), in: world.database).name == "Neuer Name")
    }

    @Test("an end is set anew only where one is given")
    func ends() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account("a@example.org")
        let end = world.now + 86_400
        try world.database.transaction {
            _ = try Admission.admit(account.id, to: .module(module.id), until: end, now: world.now, in: $0)
        }
        #expect(outcomes(try plan("E-Mail\na@example.org", in: world, scopes: [.module(module.id)])) == [.unchanged])
        let later = try plan("E-Mail\na@example.org", in: world, scopes: [.module(module.id)], end: end + 1)
        #expect(outcomes(later) == [.admitted])
        let dated = try plan("E-Mail;bis\na@example.org;30.6.2027", in: world, scopes: [.module(module.id)], end: end)
        try apply(dated, in: world)
        #expect(
            try Admission.all(of: account.id, in: world.database).map(\.endsAt?.rawValue) == [1_814_392_799])
    }

    @Test("modules are found by slug, number and 'Modul IV'; the lines of one person are put together")
    func modules() throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let other = try world.database.transaction { transaction in
            try Module.add(
                .init(
                    slug: .of("2017-v"), number: Label("V"), title: Label("V"),
                    heldOn: CalendarDate(rawValue: "2017-05-02").unwrapped(), place: Label(), report: ""),
                to: series.id, now: world.now, in: transaction)
        }
        let text = """
            E-Mail;Name;Modul
            a@example.org;A;modul-iv
            a@example.org;A;Modul V
            b@example.org;B;"iv, 2017-v"
            c@example.org;C;VI
            """
        let made = try plan(text, in: world)
        #expect(outcomes(made) == [.new, .new])
        #expect(made.faultyLines.map(\.fault) == [.unknownModule("VI")])
        for account in try apply(made, in: world) {
            let scopes = try Admission.all(of: account.id, in: world.database).map(\.scope)
            #expect(scopes == [.module(module.id), .module(other.id)])
        }
    }

    @Test("a number that several modules have is ambiguous")
    func ambiguous() throws {
        let world = try World()
        let series = try world.series()
        _ = try world.module("a", in: series)
        _ = try world.module("b", in: series)
        #expect(
            try plan("E-Mail;Name;Modul\na@example.org;A;IV", in: world).faultyLines.map(\.fault)
                == [.ambiguousModule("IV")])
    }

    @Test("nobody is made without a name, opened again, or admitted until yesterday")
    func faults() throws {
        let world = try World()
        var revoked = try world.account("r@example.org")
        try world.database.transaction { transaction in _ = try revoked.revoke(now: world.now, in: transaction) }
        let text = "E-Mail;Name;bis\na@example.org;;\nr@example.org;R;\nb@example.org;B;1.2.2017"
        #expect(
            try plan(text, in: world).faultyLines.map(\.fault) == [
                .noName, .revoked(EmailAddress("r@example.org")), .datePassed("2017-02-01"),
            ])
    }
}

extension Database {
    /// How often this connection has changed a row.
    fileprivate var changes: Int64 {
        (try? first("SELECT total_changes()", map: { row in try row.read(Int64.self) })) ?? -1
    }
}
