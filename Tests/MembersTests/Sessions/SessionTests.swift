import Codecs
import DomainTestSupport
import SQLite
import Secrets
import Testing

@testable import Members

struct SessionTests {
    private func begin(_ world: World, _ account: Account, remembered: Bool = false) throws -> SessionToken {
        try world.database.transaction {
            try Session.begin(
                for: account.id, credential: .own, isRemembered: remembered, now: world.now, in: $0)
        }
    }

    private func isAlive(_ token: SessionToken, in world: World) throws -> Bool {
        try Session.find(token.digest, now: world.now, in: world.database) != nil
    }

    @Test("ends after twelve idle hours, and goes on when used")
    func idle() throws {
        let world = try World()
        let token = try begin(world, world.account())
        world.hands.advance(12 * 3600 - 1)
        #expect(try isAlive(token, in: world))
        try world.database.transaction { try Session.touch(token.digest, now: world.now, in: $0) }
        world.hands.advance(12 * 3600 - 1)
        #expect(try isAlive(token, in: world))
        world.hands.advance(1)
        #expect(try !isAlive(token, in: world))
    }

    @Test("a remembered one lives thirty days, and no longer however it is used")
    func absolute() throws {
        let world = try World()
        let token = try begin(world, world.account(), remembered: true)
        world.hands.advance(30 * 86_400 - 1)
        try world.database.transaction { try Session.touch(token.digest, now: world.now, in: $0) }
        #expect(try isAlive(token, in: world))
        world.hands.advance(1)
        #expect(try !isAlive(token, in: world))
    }

    @Test("is over at once when the account is revoked or expires")
    func account() throws {
        let world = try World()
        var account = try world.account()
        let token = try begin(world, account)
        let ended = try world.database.transaction { try account.revoke(now: world.now, in: $0) }
        #expect(ended == 1)
        #expect(try !isAlive(token, in: world))
        let other = try world.account("other@example.org")
        let second = try begin(world, other, remembered: true)
        let end = world.now + 10
        try world.database.transaction { transaction in
            _ = try transaction.run("UPDATE account SET expires_at = ? WHERE id = ?", end, other.id)
        }
        #expect(try Session.find(second.digest, now: world.now, in: world.database)?.validUntil == end)
        world.hands.advance(10)
        #expect(try !isAlive(second, in: world))
    }

    @Test("one ends, or all others do")
    func ends() throws {
        let world = try World()
        let account = try world.account()
        let tokens = try (0..<4).map { _ in try begin(world, account) }
        try world.database.transaction { try Session.end(tokens[0].digest, in: $0) }
        #expect(try Session.count(of: account.id, now: world.now, in: world.database) == 3)
        let ended = try world.database.transaction {
            try Session.endAll(of: account.id, except: tokens[1].digest, in: $0)
        }
        #expect(ended == 2)
        #expect(try tokens.map { try isAlive($0, in: world) } == [false, true, false, false])
    }

    @Test("the database does not know the token")
    func hashed() throws {
        let world = try World()
        let token = try begin(world, world.account())
        let stored: [[UInt8]] = try world.database.all("SELECT digest FROM session")
        #expect(stored == [token.digest])
        #expect(Base64.url.encode(stored[0]) != token.reveal())
    }
}
