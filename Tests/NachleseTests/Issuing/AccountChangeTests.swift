import Codecs
import DomainTestSupport
import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

struct AccountChangeTests {
    private func apply(
        _ world: World, _ email: String = "person@example.org", _ edit: (inout AccountChange) throws -> Void
    ) async throws -> AccountChange.Outcome {
        var change = AccountChange()
        try edit(&change)
        let (final, fresh) = (change, try await world.issuer.prepare())
        return try world.database.transaction {
            try final.apply(
                to: EmailAddress(email), fresh: fresh, issuer: world.issuer, now: world.now, in: $0)
        }
    }

    private func move(_ world: World, to email: String = "neu@example.com") async throws -> AccountChange.Outcome {
        try await apply(world) { $0.email = try EmailAddress(email) }
    }

    private func mails(_ world: World) throws -> [String] {
        try OutboxMail.all(in: world.database).reversed().map { "\($0.kind.rawValue) \($0.recipient)" }
    }

    private func setOwn(_ world: World, _ account: Account) async throws {
        let hash = try await World.hasher.hash(Secret("Ein ganzer Satz ist gut"))
        try world.database.transaction { try Credential.setOwn(hash, of: account.id, now: world.now, in: $0) }
    }

    @Test func `what is not named stays, and nobody is told of a name`() async throws {
        let world = try World()
        let account = try world.account()
        let end = world.now + 86_400
        let outcome = try await apply(world) {
            $0.name = try Label("Jo Neu")
            $0.language = .english
            $0.end = .at(end)
        }
        #expect(!outcome.isAddressChanged && outcome.mails.isEmpty)
        let found = try Account.find(account.id, in: world.database).unwrapped()
        #expect(found.name == "Jo Neu" && found.language == .english && found.expiresAt == end)
        #expect(found.email == account.email && found.organisation.isEmpty)
        _ = try await apply(world) { $0.end = .never }
        #expect(try Account.find(account.id, in: world.database)?.expiresAt == nil)
    }

    @Test func `with the address, sessions and mailed passwords end; a new one goes to the new address`() async throws {
        let world = try World()
        let account = try world.account()
        let prepared = try await world.issuer.prepare()
        try world.database.transaction { transaction in
            _ = try world.issuer.issue(prepared, to: account, delivery: .mail, in: transaction)
            _ = try Session.begin(
                for: account.id, credential: .initial, isRemembered: false, now: world.now, in: transaction)
        }
        let outcome = try await move(world)
        #expect(outcome.isAddressChanged && outcome.sessionsEnded == 1)
        #expect(
            try mails(world) == [
                "address-changed person@example.org", "address-changed neu@example.com", "credentials neu@example.com",
            ])
        #expect(try Credential.all(of: account.id, in: world.database).count == 1)
        #expect(
            try Credential.candidate(
                of: account.id, hint: InitialPasswordHint(of: prepared.password.normalized, key: world.key),
                in: world.database) == nil)
        #expect(try Account.find(EmailAddress("person@example.org"), in: world.database) == nil)
        #expect(try Account.get(EmailAddress("NEU@example.com"), in: world.database).id == account.id)
    }

    @Test func `a password of the owner's own stays, and none is mailed`() async throws {
        let world = try World()
        let account = try world.account()
        try await setOwn(world, account)
        _ = try await move(world)
        #expect(try mails(world).count == 2)
        #expect(try Credential.all(of: account.id, in: world.database).map(\.kind) == [.own])
    }

    @Test func `who waits for a password beside an own one gets it at the new address`() async throws {
        let world = try World()
        let account = try world.account()
        try await setOwn(world, account)
        let prepared = try await world.issuer.prepare()
        _ = try world.database.transaction {
            try world.issuer.issue(prepared, to: account, delivery: .mailOnRequest, in: $0)
        }
        _ = try await move(world)
        #expect(try mails(world).last == "credentials neu@example.com")
        #expect(try mails(world).count == 3)
    }

    @Test func `who never had a password gets none`() async throws {
        let world = try World()
        _ = try world.account()
        _ = try await move(world)
        #expect(try mails(world).count == 2)
    }

    @Test func `whose mailed password ran out gets a new one`() async throws {
        let world = try World()
        let account = try world.account()
        _ = try await world.password(for: account)
        world.hands.advance(40 * 86_400)
        _ = try await move(world)
        #expect(try mails(world).last == "credentials neu@example.com")
    }

    @Test func `a closed account is moved without a word`() async throws {
        let world = try World()
        var account = try world.account()
        try world.database.transaction { transaction in
            _ = try account.revoke(now: world.now, in: transaction)
        }
        let outcome = try await move(world)
        #expect(outcome.isAddressChanged && outcome.mails.isEmpty)
        #expect(try mails(world).isEmpty)
    }

    @Test func `an address that is taken is refused, and nothing is changed`() async throws {
        let world = try World()
        _ = try world.account()
        _ = try world.account("b@example.org")
        await #expect(throws: AccountError.exists(try EmailAddress("b@example.org"))) {
            _ = try await apply(world) {
                $0.name = try Label("Neu")
                $0.email = try EmailAddress("B@example.org")
            }
        }
        #expect(try Account.get(EmailAddress("person@example.org"), in: world.database).name == "Jörg Müller-Straße")
    }

    @Test func `another spelling of the same address is no other address`() async throws {
        let world = try World()
        let account = try world.account()
        _ = try await world.password(for: account)
        let outcome = try await move(world, to: "Person@Example.org")
        #expect(!outcome.isAddressChanged && outcome.mails.isEmpty)
        #expect(outcome.account.email.description == "Person@example.org")
        #expect(try Credential.all(of: account.id, in: world.database).count == 1)
    }

    @Test func `a notice of a revocation is not taken back with the passwords that wait`() async throws {
        let world = try World()
        var account = try world.account()
        let prepared = try await world.issuer.prepare()
        try world.database.transaction { transaction in
            _ = try world.issuer.issue(prepared, to: account, delivery: .mail, in: transaction)
            _ = try world.issuer.issue(prepared, to: account, delivery: .mailOnRequest, in: transaction)
            try world.mailer.post(.passwordChanged, to: account, in: transaction)
            try world.mailer.post(.accessRevoked, to: account, in: transaction)
            _ = try account.revoke(now: world.now, in: transaction)
        }
        #expect(try mails(world) == ["password-changed person@example.org", "access-revoked person@example.org"])
    }
}
