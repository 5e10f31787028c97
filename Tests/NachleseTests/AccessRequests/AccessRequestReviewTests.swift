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

struct AccessRequestReviewTests {
    private func admissions(_ world: World, _ email: String = "neu@example.org") throws -> [Admission] {
        try Admission.all(of: Account.get(EmailAddress(email), in: world.database).id, in: world.database)
    }

    @Test("Accepting makes the account with the admission, and a mail that waits ten minutes")
    func accepts() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let request = try world.request(module: module)
        let outcome = try await world.accept(request)
        #expect(outcome.isNewAccount && outcome.request.state == .accepted)
        #expect(outcome.undoableUntil == world.now + 600 && outcome.mail.nextAttemptAt == world.now + 600)
        let account = try #require(outcome.account)
        #expect(account.name == "Erika Muster" && account.email == request.email)
        let admission = try #require(try admissions(world).first)
        #expect(admission.scope == .module(module.id) && admission.endsAt == nil)
        #expect(try world.words(of: outcome.mail).contains("Passwort: "))
        #expect(try OutboxMail.nextDue(now: world.now + 599, in: world.database) == nil)
        #expect(try OutboxMail.nextDue(now: world.now + 600, in: world.database)?.id == outcome.mail.id)
        // Trying everything anew does not hasten it; asked for by name it goes.
        try world.database.transaction { _ = try OutboxMail.retryAll(now: world.now, in: $0) }
        #expect(try OutboxMail.nextDue(now: world.now, in: world.database) == nil)
        try world.database.transaction { _ = try OutboxMail.retry(outcome.mail.id, now: world.now, in: $0) }
        #expect(try OutboxMail.nextDue(now: world.now, in: world.database) != nil)
    }

    @Test("A guest's admission ends with the day in 90 days, unless the office says otherwise")
    func guests() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        _ = try await world.accept(world.request(door: .slides, module: module))
        let end = try #require(try admissions(world).first?.endsAt)
        #expect(end == LocalTime.end(of: try #require(CalendarDate("2017-05-03"))))
        _ = try await world.accept(world.request("b@example.org", door: .slides, module: module)) { terms in
            terms.end = world.now + 86_400
        }
        #expect(try admissions(world, "b@example.org").first?.endsAt == world.now + 86_400)
        world.settings.guestAdmission = .days(1)
        _ = try await world.accept(world.request("c@example.org", door: .slides, module: module))
        #expect(try #require(try admissions(world, "c@example.org").first?.endsAt) < world.now + 2 * 86_400)
    }

    @Test("A request without a module needs one from the office")
    func noModule() async throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let request = try world.request()
        await #expect(throws: AccessRequestError.self) { try await world.accept(request) }
        #expect(try world.fresh(request).state == .open && Account.all(in: world.database).isEmpty)
        _ = try await world.accept(request) { $0.scopes = [.series(series.id), .module(module.id)] }
        #expect(try admissions(world).count == 2)
    }

    @Test("Who has an account gets the admission, and a password only where none works")
    func accounts() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let idle = try world.account("idle@example.org", language: .english)
        let outcome = try await world.accept(world.request("Idle@example.org", name: "Somebody else", module: module))
        #expect(!outcome.isNewAccount && outcome.account?.id == idle.id && outcome.mail.kind == .credentials)
        #expect(try Account.get(idle.email, in: world.database).name == idle.name)

        let member = try world.account("member@example.org")
        let password = try await world.password(for: member)
        let signedIn = try await world.signIn().attempt(
            .init(email: "member@example.org", password: password.grouped, network: "n", isRemembered: false),
            reading: world.database)
        guard case .signedIn = signedIn else { throw Missing() }
        let second = try await world.accept(world.request("member@example.org", module: module))
        #expect(second.mail.kind == .admitted)
        let text = try world.words(of: second.mail)
        #expect(text.contains("erweitert") && !text.contains("Passwort: ") && text.contains("Netzwerke"))
        #expect(try Credential.all(of: member.id, in: world.database).count == 1)

        // The password of then is over: whoever was in once cannot get in with it.
        world.hands.advance(40 * 86_400)
        let third = try await world.accept(world.request("member@example.org", door: .slides, module: module))
        #expect(third.mail.kind == .credentials)
    }

    @Test("Nobody loses anything by being accepted")
    func neverShorter() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account("a@example.org")
        try world.database.transaction {
            try Admission.admit(account.id, to: .module(module.id), until: nil, now: world.now, in: $0)
        }
        let request = try world.request("a@example.org", door: .slides, module: module)
        _ = try await world.accept(request)
        #expect(try admissions(world, "a@example.org").first?.endsAt == nil)
        try world.undo(request)
        #expect(try admissions(world, "a@example.org").count == 1)
        _ = try await world.accept(request) { $0.end = world.now + 86_400 }
        #expect(try admissions(world, "a@example.org").first?.endsAt == world.now + 86_400)
        try world.undo(request)
        #expect(try admissions(world, "a@example.org").first?.endsAt == nil)
    }

    @Test("A closed account is not opened by accepting")
    func closed() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        var account = try world.account("a@example.org")
        try world.database.transaction { _ = try account.revoke(now: world.now, in: $0) }
        let request = try world.request("a@example.org", module: module)
        await #expect(throws: AccountError.revoked(account.email)) { try await world.accept(request) }
        #expect(try world.fresh(request).state == .open)
    }

    @Test("Taking back leaves no trace of a new account")
    func undoes() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let request = try world.request(module: module)
        _ = try await world.accept(request)
        world.hands.advance(599)
        #expect(try world.undo(request).state == .open)
        #expect(try Account.all(in: world.database).isEmpty && OutboxMail.all(in: world.database).isEmpty)
        #expect(throws: AccessRequestError.self) { try world.undo(request) }
        // And the whole way again.
        _ = try await world.accept(request)
        #expect(try Account.all(in: world.database).count == 1)
    }

    @Test("Taking back leaves an account as it was")
    func undoesForAccount() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account("a@example.org")
        _ = try await world.password(for: account)
        let request = try world.request("a@example.org", module: module)
        _ = try await world.accept(request)
        #expect(try Credential.all(of: account.id, in: world.database).count == 2)
        try world.undo(request)
        #expect(try Credential.all(of: account.id, in: world.database).count == 1)
        #expect(try admissions(world, "a@example.org").isEmpty && OutboxMail.all(in: world.database).isEmpty)
    }

    @Test("After ten minutes, or once the mail is tried, a decision stands")
    func tooLate() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let request = try world.request(module: module)
        let outcome = try await world.accept(request)
        world.hands.advance(600)
        #expect(throws: AccessRequestError.self) { try world.undo(request) }
        #expect(try OutboxMail.find(outcome.mail.id, in: world.database)?.state == .waiting)

        let second = try world.request("b@example.org", module: module)
        let mail = try await world.accept(second).mail
        try world.database.transaction { _ = try mail.markTried(now: world.now, in: $0) }
        #expect(throws: AccessRequestError.self) { try world.undo(second) }
        #expect(try Account.all(in: world.database).count == 2)

        let third = try world.request("c@example.org", module: module)
        let immediate = try await world.accept(third) { $0.isImmediate = true }
        #expect(immediate.undoableUntil == nil && immediate.mail.nextAttemptAt == world.now)
        #expect(throws: AccessRequestError.self) { try world.undo(third) }
        world.settings.undoPeriod = .zero
        let fourth = try world.decline(world.request("d@example.org", module: module))
        #expect(fourth.undoableUntil == nil)
    }

    @Test("An account that serves something else meanwhile is not taken back")
    func usedElsewhere() async throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let first = try world.request(module: module)
        let second = try world.request(door: .slides, module: module)
        _ = try await world.accept(first)
        _ = try await world.accept(second)
        #expect(throws: AccessRequestError.self) { try world.undo(first) }
        #expect(try world.fresh(first).state == .accepted && OutboxMail.all(in: world.database).count == 2)
        // In the other order both can be.
        try world.undo(second)
        try world.undo(first)
        #expect(try Account.all(in: world.database).isEmpty)

        let outcome = try await world.accept(first)
        let account = try #require(outcome.account)
        try world.database.transaction {
            _ = try Admission.admit(account.id, to: .series(series.id), until: nil, now: world.now, in: $0)
        }
        #expect(throws: AccessRequestError.self) { try world.undo(first) }
        #expect(try admissions(world).count == 2)
    }

    @Test("Nothing is decided twice")
    func twice() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let request = try world.request(module: module)
        try world.decline(request)
        await #expect(throws: AccessRequestError.self) { try await world.accept(request) }
        #expect(throws: AccessRequestError.self) { try world.decline(request) }
        #expect(try world.mailKinds == [.requestDeclined])
        try world.undo(request)
        #expect(try world.mailKinds.isEmpty)
        #expect(throws: AccessRequestError.self) {
            try world.desk.plan(AccessReference(year: 2017, number: 99), .init(), in: world.database)
        }
    }

    @Test("The mail of a declined request gives the reason, and nothing that was typed", arguments: Language.allCases)
    func declines(language: Language) throws {
        let world = try World()
        let request = try world.request(
            source: .mail, name: "Buy now", message: "typed", language: language)
        let outcome = try world.decline(request, reason: "Eins.\nPasswort: zwei")
        let text = try world.words(of: outcome.mail)
        #expect(text.contains("Eins. ") && text.contains("\(request.reference)"))
        #expect(!text.contains("Buy now") && !text.contains("typed"))
        #expect(text.contains(language == .german ? "Guten Tag" : "Hello"))
        #expect(outcome.mail.recipient == "neu@example.org" && outcome.mail.account == nil)
        let bytes = try world.bytes(of: outcome.mail)
        // No line that programs would read as a password.
        #expect(!IncomingMail(bytes).text.split(separator: "\n").contains { $0.hasPrefix("Passwort:") })
    }
}
