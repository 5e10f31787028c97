import TestSupport
import Testing

@testable import NachleseCommand

struct MailCommandTests {
    @Test("a mail is listed and shown without what it says, and is not tried twice")
    func mails() async throws {
        let nachlese = try await Installation.withModule()
        #expect(await nachlese("mail", "retry", "--all").err == "No mail waits.\n")
        await nachlese("account", "issue", "a@example.org", "--name", "A")
        let files = nachlese.scratch.names(in: "data/outbox").filter { $0.hasSuffix(".eml") }
        let id = try #require(files.first?.split(separator: ".").first.map(String.init))
        #expect(await nachlese("mail", "list", "--state", "handed-over").out.contains(id))
        let shown = await nachlese("mail", "show", id, "--json")
        #expect(shown.out.contains(#""kind": "credentials""#) && !shown.out.contains("Passwort"))
        let retried = await nachlese("mail", "retry", id)
        #expect(retried.status == .exists && retried.err.contains("was handed over already"))
        #expect(await nachlese("mail", "retry", "none").status == .notFound)
    }

    @Test("a mail that comes back without a tag of ours marks nobody")
    func bounce() async throws {
        let nachlese = try await Installation.withModule()
        let result = await nachlese("mail", "bounce", input: "From: x@example.org\n\nback\n")
        #expect(result.status == .done && result.err.contains("nobody was marked"))
    }

    @Test("a password that others can read stops a mail before it leaves")
    func password() async throws {
        let nachlese = try Installation([
            "NACHLESE_MAIL_TRANSPORT": "smtp", "NACHLESE_SMTP_HOST": "mail.example.org",
            "NACHLESE_MAIL_FROM": "a@example.org", "NACHLESE_SMTP_USER": "u", "NACHLESE_SMTP_PASSWORD_FILE": "secret",
        ])
        await nachlese("series", "add", "reihe", "--title", "Reihe")
        let missing = await nachlese("mail", "test", "b@example.org")
        #expect(missing.status == .configuration && missing.err.contains("cannot be read"))
    }

    @Test("a wording is written, shown and checked")
    func wording() async throws {
        let nachlese = try await Installation.withModule()
        #expect(await nachlese("mail", "wording", "init", "credentials").status == .done)
        #expect(await nachlese("mail", "wording", "init", "credentials").status == .exists)
        #expect(await nachlese("mail", "wording", "check").err == "All wordings of the folder are in order.\n")
        try nachlese.scratch.write(Array("Betreff: x\n\nohne\n".utf8), to: "data/wording/credentials.de.txt")
        #expect(await nachlese("mail", "wording", "check").status == .badInput)
        #expect(await nachlese("mail", "preview", "credentials").out.hasPrefix("Subject: "))
    }

    @Test("drafts of pages are written, and a check tells of their gaps")
    func pages() async throws {
        let nachlese = try await Installation.withModule()
        let written = await nachlese("page", "init", "imprint", "--language", "de")
        #expect(written.status == .done && written.err.contains("data/pages/imprint.de.txt"))
        #expect(await nachlese("page", "check").status == .badInput)
        #expect(await nachlese("page", "show", "imprint").status == .notFound)
        #expect(await nachlese("check", "--json").out.contains(#""kind": "refused-page""#))
    }
}
