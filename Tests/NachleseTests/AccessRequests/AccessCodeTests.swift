import DomainTestSupport
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Letters
@testable import Nachlese

struct AccessCodeTests {
    /// Somebody asked, and got this code.
    private func code(_ world: World, _ draft: AccessRequest.Draft? = nil) async throws -> String {
        try world.request(draft ?? world.draft())
        let known = Set(try world.codeMails.map(\.id))
        _ = try await world.accessCodes().processAll(with: world.writer)
        return try world.code(in: world.codeMails.first { !known.contains($0.id) }.unwrapped())
    }

    /// So many that begin as this one does, and differ in the end.
    private func wrong(_ code: String, _ count: Int) -> [String] {
        let ends = ["22", "33", "44", "55", "66", "77"].filter { $0 != code.suffix(2) }
        return ends.prefix(count).map { "\(code.dropLast(2))\($0)" }
    }

    @Test("typed again, it tells the same reference: a second press, a page loaded anew")
    func again() async throws {
        let world = try World()
        let code = try await code(world)
        let reference = try world.confirm(code).unwrapped()
        #expect(try world.confirm(code.lowercased()) == reference)
        #expect(try AccessRequest.all(in: world.database).count == 1)
    }

    @Test("after five wrong tries it is dead, with all that it would have confirmed")
    func tries() async throws {
        let world = try World()
        let code = try await code(world)
        for typed in wrong(code, AccessCode.mostTries - 1) { #expect(try world.confirm(typed) == nil) }
        let other = try await self.code(world, world.draft("andere@example.org"))
        #expect(try world.confirm(code) != nil)
        // A confirmed one cannot be guessed at for ever either, and the others are untouched.
        for typed in wrong(code, 1) { #expect(try world.confirm(typed) == nil) }
        #expect(try world.confirm(code) == nil)
        #expect(try world.confirm(other) != nil)

        let third = try await self.code(world, world.draft("dritte@example.org"))
        for typed in wrong(third, AccessCode.mostTries) { #expect(try world.confirm(typed) == nil) }
        #expect(try world.confirm(third) == nil)
        #expect(try AccessRequest.all(in: world.database).count == 2)
    }

    @Test("it does not hold when the clock stands before its time by more than an hour")
    func clockPutBack() async throws {
        let world = try World()
        let code = try await code(world)
        world.hands.advance(-86_400)
        #expect(try world.confirm(code) == nil)
        world.hands.advance(86_400 - 1800)
        #expect(try world.confirm(code) != nil)
    }

    @Test("one address and module has one open request, with what was typed last")
    func notTwice() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let first = try await world.confirm(code(world, world.draft(module: module, message: "eins")))
        world.hands.advance(600)
        let second = try await world.confirm(code(world, world.draft(module: module, message: "zwei")))
        #expect(first != nil && first == second)
        #expect(try AccessRequest.all(in: world.database).map(\.message) == ["zwei"])
        world.hands.advance(600)
        let other = try world.draft(door: .slides, module: module, message: "drei")
        #expect(try await world.confirm(code(world, other)) == first)
        #expect(try AccessRequest.all(in: world.database).map(\.door) == [.slides])
        world.hands.advance(86_400)
        #expect(try await world.confirm(code(world, world.draft(message: "ohne Modul"))) != first)
        #expect(try AccessRequest.all(in: world.database).count == 2)
    }

    @Test("each request has a code of its own: what others typed for an address is not confirmed by it")
    func own() async throws {
        let world = try World()
        let mine = try await code(world, world.draft(message: "von mir"))
        try world.request(world.draft(message: "von jemand anderem"), from: "203.0.113.0/24")
        #expect(try world.confirm(mine) != nil)
        #expect(try AccessRequest.all(in: world.database).map(\.message) == ["von mir"])
    }

    @Test("neither the code nor its secret part stands in the database")
    func hidden() async throws {
        let world = try World()
        let code = try await code(world)
        let symbols = code.replacing("-", with: "")
        let row = try world.database.first("SELECT selector, hex(code_tag) FROM unconfirmed_access_request") {
            (selector: try $0.read(String.self), tag: try $0.read(String.self))
        }.unwrapped()
        #expect(row.selector == symbols.prefix(4))
        #expect(row.tag.count == 64)
        // A copy of the database without the key of the folder is of no use.
        let typed = try ConfirmationCode(typed: code).unwrapped()
        let stranger = try world.database.transaction {
            try AccessCode.confirm(typed, key: SealingKey(), now: world.now, in: $0)
        }
        #expect(stranger == nil)
    }
}
