import TestSupport
import Testing

@testable import NachleseCommand

struct AccountCommandTests {
    @Test("an account is issued by mail, and nobody is issued twice")
    func issue() async throws {
        let nachlese = try await Installation.withModule()
        let issued = await nachlese("account", "issue", "a@example.org", "--name", "A", "--module", "2017-iv")
        #expect(issued.status == .done && issued.out.isEmpty)
        #expect(issued.err.contains("Issued an account for A <a@example.org>, admitted to '2017-iv'."))
        #expect(nachlese.scratch.names(in: "data/outbox").filter { $0.hasSuffix(".eml") }.count == 1)
        #expect(issued.err.contains("The mail to a@example.org lies in \(nachlese.scratch.path)/data/outbox/"))
        let again = await nachlese("account", "issue", "A@example.org", "--name", "A")
        #expect(again.status == .exists && again.err.contains("'account renew'"))
        let shown = await nachlese("account", "show", "a@example.org", "--json")
        #expect(shown.out.contains(#""state": "active""#) && shown.out.contains(#""password": "initial""#))
    }

    @Test("a password is printed once, and ends with its time")
    func printed() async throws {
        let nachlese = try await Installation.withModule()
        let issued = await nachlese("account", "issue", "a@example.org", "--name", "A", "--print")
        #expect(issued.out.hasPrefix("User name: a@example.org\nPassword: "))
        #expect(issued.err.contains("The password is valid until 2017-03-04 13:00"))
        nachlese.advance(days: 31)
        #expect(await nachlese("account", "show", "a@example.org", "--json").out.contains(#""password": "none""#))
    }

    @Test("an end that has passed is refused, by the clock of the command")
    func end() async throws {
        let nachlese = try await Installation.withModule()
        await nachlese("account", "issue", "a@example.org", "--name", "A", "--print")
        let admit = {
            await nachlese("account", "admit", "a@example.org", "--module", "2017-iv", "--until", "2017-02-03")
        }
        #expect(await admit().err.contains("is admitted to '2017-iv' until 2017-02-03 23:59."))
        #expect(await admit().err.contains("already; nothing was changed."))
        nachlese.advance(days: 2)
        let late = await admit()
        #expect(late.status == .badInput && late.err.contains("2017-02-03 has passed"))
        #expect(
            await nachlese("account", "list", "--module", "2017-iv", "--json").out.contains(#""admission_ended": true"#)
        )
    }

    @Test("a revoked account is opened again by a renewal only")
    func revoke() async throws {
        let nachlese = try await Installation.withModule()
        await nachlese("account", "issue", "a@example.org", "--name", "A", "--print")
        #expect(await nachlese("account", "revoke", "a@example.org").status == .done)
        #expect(await nachlese("account", "revoke", "a@example.org").status == .exists)
        let refused = await nachlese("account", "renew", "a@example.org")
        #expect(refused.status == .failed && refused.err.contains("--restore"))
        let renewed = await nachlese("account", "renew", "a@example.org", "--restore", "--print")
        #expect(renewed.status == .done && renewed.err.contains("The account is open again."))
    }

    @Test("another address ends what was mailed to the old one, and both are told")
    func move() async throws {
        let nachlese = try await Installation.withModule()
        await nachlese("account", "issue", "a@example.org", "--name", "A", "--module", "2017-iv")
        let moved = await nachlese("account", "edit", "a@example.org", "--email", "b@example.org")
        #expect(moved.status == .done && moved.err.contains("Passwords from mails to a@example.org are dead"))
        #expect(nachlese.scratch.names(in: "data/outbox").filter { $0.hasSuffix(".eml") }.count == 4)
    }

    @Test("a list is shown first, then imported, and issued to whoever has no password")
    func imported() async throws {
        let nachlese = try await Installation.withModule()
        let list = "E-Mail;Name\na@example.org;A\nb@example.org;B\nkaputt;C\n"
        try nachlese.scratch.write(Array(list.utf8), to: "list.csv")
        let shown = await nachlese("account", "import", "list.csv", "--module", "2017-iv", "--dry-run", "--issue")
        #expect(shown.status == .partly && shown.err.contains("initial passwords would be mailed to 2."))
        #expect(await nachlese("account", "list", "--json").out == "[]\n")
        let refused = await nachlese("account", "import", "list.csv", "--strict")
        #expect(refused.status == .badInput && refused.err.contains("with --strict nothing is changed"))
        let done = await nachlese(
            "account", "import", "list.csv", "--module", "2017-iv", "--issue", "--errors", "faulty.csv")
        #expect(done.status == .partly && done.err.contains("Passwords issued: 2. Mails handed over: 2."))
        #expect(String(decoding: try nachlese.scratch.read("faulty.csv"), as: UTF8.self).contains("kaputt"))
        let again = await nachlese("account", "import", "-", "--module", "2017-iv", "--issue", input: list)
        #expect(again.status == .partly && !again.err.contains("Passwords issued"))
    }

    @Test("whoever was never in gets a new password, once the last one is a day old")
    func pending() async throws {
        let nachlese = try await Installation.withModule()
        await nachlese("account", "issue", "a@example.org", "--name", "A", "--module", "2017-iv")
        let early = await nachlese("account", "renew", "--all-pending", "--module", "2017-iv")
        #expect(early.status == .done && early.err.contains("Nobody of '2017-iv' is due"))
        nachlese.advance(days: 2)
        let shown = await nachlese("account", "renew", "--all-pending", "--module", "2017-iv", "--dry-run")
        #expect(shown.out.contains("a@example.org") && shown.err.contains("would be mailed to 1."))
        let renewed = await nachlese("account", "renew", "--all-pending", "--module", "2017-iv")
        #expect(renewed.status == .done && renewed.err.contains("Passwords issued: 1. Mails handed over: 1."))
    }
}
