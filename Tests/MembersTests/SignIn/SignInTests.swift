import DomainTestSupport
import Mail
import SQLite
import Secrets
import Testing

@testable import Members

struct SignInTests {
    private func attempt(
        _ world: World, _ signIn: SignIn, email: String = "person@example.org", _ password: String,
        network: String = "192.0.2.0/24", remember: Bool = false
    ) async throws -> SignIn.Outcome {
        try await signIn.attempt(
            .init(email: email, password: Secret(password), network: network, isRemembered: remember),
            reading: world.database)
    }

    @Test("an initial password signs in, however it is typed")
    func initial() async throws {
        let world = try World()
        let password = try await world.password(for: world.account())
        let signIn = try world.signIn()
        let text = password.grouped.reveal()
        for typed in [
            text, text.lowercased(), "  \(text) ", text.filter { $0 != "-" }, text.replacing("-", with: " – "),
        ] {
            guard case .signedIn(let token, let account, .initial) = try await attempt(world, signIn, typed) else {
                Issue.record("not signed in with another spelling")
                continue
            }
            #expect(account.email.description == "person@example.org")
            #expect(try Session.find(token.digest, now: world.now, in: world.database)?.account.id == account.id)
        }
    }

    @Test(
        "addresses are the same whatever their capitals and blanks",
        arguments: [" Person@Example.ORG ", "Jörg <person@example.org>"])
    func address(typed: String) async throws {
        let world = try World()
        let password = try await world.password(for: world.account())
        #expect(try await attempt(world, world.signIn(), email: typed, password.grouped.reveal()).isSignedIn)
    }

    @Test("the initial password dies a day after its first use, or unused after thirty days")
    func life() async throws {
        let world = try World()
        let account = try world.account()
        let signIn = try world.signIn()
        let used = try await world.password(for: account)
        #expect(try await attempt(world, signIn, used.grouped.reveal()).isSignedIn)
        world.hands.advance(86_399)
        #expect(try await attempt(world, signIn, used.grouped.reveal()).isSignedIn)
        world.hands.advance(1)
        #expect(try await !attempt(world, signIn, used.grouped.reveal()).isSignedIn)
        let unused = try await world.password(for: account)
        world.hands.advance(30 * 86_400 - 1)
        let late = try await world.password(for: account)
        world.hands.advance(1)
        #expect(try await !attempt(world, signIn, unused.grouped.reveal()).isSignedIn)
        #expect(try await attempt(world, signIn, late.grouped.reveal()).isSignedIn)
    }

    @Test("what worked before works until the new password is used")
    func renewal() async throws {
        let world = try World()
        let account = try world.account()
        let signIn = try world.signIn()
        let own = try await World.hasher.hash(Secret("ein ganzer Satz ist gut"))
        try world.database.transaction { try Credential.setOwn(own, of: account.id, now: world.now, in: $0) }
        let first = try await world.password(for: account)
        let second = try await world.password(for: account)
        #expect(try await attempt(world, signIn, "ein ganzer Satz ist gut").isSignedIn)
        guard case .signedIn(let old, _, _) = try await attempt(world, signIn, first.grouped.reveal()) else {
            Issue.record("the earlier mail does not work")
            return
        }
        #expect(try await !attempt(world, signIn, "ein ganzer Satz ist gut").isSignedIn)
        #expect(try await attempt(world, signIn, second.grouped.reveal()).isSignedIn)
        #expect(try await !attempt(world, signIn, first.grouped.reveal()).isSignedIn)
        #expect(try Session.find(old.digest, now: world.now, in: world.database) == nil)
    }

    @Test("an own password ends the initial ones")
    func own() async throws {
        let world = try World()
        let account = try world.account()
        let signIn = try world.signIn()
        let initial = try await world.password(for: account)
        let own = try await World.hasher.hash(Secret("ein ganzer Satz ist gut"))
        try world.database.transaction { try Credential.setOwn(own, of: account.id, now: world.now, in: $0) }
        #expect(try await !attempt(world, signIn, initial.grouped.reveal()).isSignedIn)
        #expect(try await attempt(world, signIn, " ein ganzer Satz ist gut ").isSignedIn)
        #expect(try await !attempt(world, signIn, "Ein ganzer Satz ist gut").isSignedIn)
    }

    @Test("unknown, wrong, revoked and expired are the same")
    func refusals() async throws {
        let world = try World()
        let signIn = try world.signIn()
        var revoked = try world.account("revoked@example.org")
        let revokedPassword = try await world.password(for: revoked)
        try world.database.transaction { transaction in
            _ = try revoked.revoke(now: world.now, in: transaction)
        }
        let expired = try world.account("expired@example.org")
        let expiredPassword = try await world.password(for: expired)
        try world.database.transaction { transaction in
            _ = try transaction.run("UPDATE account SET expires_at = ? WHERE id = ?", world.now, expired.id)
        }
        for (email, password) in [
            ("nobody@example.org", "x"), ("no address", "x"), ("", ""),
            ("revoked@example.org", revokedPassword.grouped.reveal()),
            ("expired@example.org", expiredPassword.grouped.reveal()), ("expired@example.org", "wrong"),
        ] {
            guard case .wrong = try await attempt(world, signIn, email: email, password) else {
                Issue.record("\(email) is told apart")
                continue
            }
        }
    }

    @Test("guessing gets slower, the right password works after the wait, and elsewhere at once")
    func throttled() async throws {
        let world = try World()
        let password = try await world.password(for: world.account())
        let signIn = try world.signIn()
        for _ in 0..<5 { #expect(try await !attempt(world, signIn, "wrong").isThrottled) }
        guard case .throttled(let seconds) = try await attempt(world, signIn, password.grouped.reveal()) else {
            Issue.record("not throttled after five failures")
            return
        }
        #expect(try await attempt(world, signIn, password.grouped.reveal(), network: "198.51.100.0/24").isSignedIn)
        world.hands.advance(seconds)
        #expect(try await attempt(world, signIn, password.grouped.reveal()).isSignedIn)
        #expect(try await !attempt(world, signIn, "wrong").isThrottled)
    }

    @Test("an attack on an account from many networks does not keep its owner out")
    func lockOut() async throws {
        let world = try World()
        let password = try await world.password(for: world.account())
        let signIn = try world.signIn()
        #expect(try await attempt(world, signIn, password.grouped.reveal(), network: "home").isSignedIn)
        for round in 0..<2 {
            var refused = 0
            for number in 0..<80 where try await attempt(world, signIn, "wrong", network: "n\(number)").isThrottled {
                refused += 1
            }
            #expect(refused == (round == 0 ? 0 : 80))
        }
        #expect(try await attempt(world, signIn, password.grouped.reveal(), network: "home").isSignedIn)
        for number in 0..<60 { _ = try await attempt(world, signIn, "wrong", network: "m\(number)") }
        #expect(try await attempt(world, signIn, password.grouped.reveal(), network: "elsewhere").isSignedIn)
    }
}

extension SignIn.Outcome {
    fileprivate var isSignedIn: Bool {
        if case .signedIn = self { true } else { false }
    }

    fileprivate var isThrottled: Bool {
        if case .throttled = self { true } else { false }
    }
}
