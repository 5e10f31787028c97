import Codecs
import DomainTestSupport
import Mail
import SQLite
import TestSupport
import Testing

@testable import Members
@testable import Nachlese

struct AccountTests {
    @Test("an address has one account, whatever its capitals")
    func unique() throws {
        let world = try World()
        let account = try world.account("Person@Example.org")
        #expect(throws: AccountError.self) { try world.account("person@example.org") }
        #expect(try Account.get(EmailAddress("PERSON@example.ORG"), in: world.database).id == account.id)
        #expect(throws: AccountError.unknown(try EmailAddress("x@example.org"))) {
            try Account.get(EmailAddress("x@example.org"), in: world.database)
        }
    }

    @Test("is revoked once, with everything that opens a door, and restored")
    func revokes() async throws {
        let world = try World()
        var account = try world.account()
        _ = try await world.password(for: account)
        try world.database.transaction { transaction in
            _ = try account.revoke(now: world.now, in: transaction)
        }
        #expect(try Credential.all(of: account.id, in: world.database).isEmpty)
        #expect(throws: AccountError.alreadyRevoked(account.email)) {
            try world.database.transaction { transaction in
                _ = try account.revoke(now: world.now, in: transaction)
            }
        }
        try world.database.transaction { try account.restore(in: $0) }
        let found = try Account.find(account.id, in: world.database).unwrapped()
        #expect(found.isActive(at: world.now))
    }

    @Test("an expired account gets no password")
    func expired() async throws {
        let world = try World()
        var account = try world.account()
        account.expiresAt = world.now
        let expired = account
        let prepared = try await world.issuer.prepare()
        #expect(throws: AccountError.expired(account.email)) {
            try world.database.transaction {
                _ = try world.issuer.issue(prepared, to: expired, delivery: .handedOut, in: $0)
            }
        }
    }

    @Test("a password never outlives its account")
    func end() async throws {
        let world = try World()
        #expect(try await world.issuer.prepare(until: world.now + 60).expiresAt == world.now + 60)
        #expect(try await world.issuer.prepare().expiresAt == world.now + 30 * 86_400)
    }
}
