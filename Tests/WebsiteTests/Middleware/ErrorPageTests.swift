import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese
@testable import Website

/// Pages about what did not work: each says what happened, what to do, and whom to ask.
@Suite(.timeLimit(.minutes(15))) struct ErrorPageTests {
    private func expectHelp(_ reply: Reply, _ status: Int, _ title: String) {
        let texts = ErrorTexts.german
        #expect(reply.status == status)
        #expect(reply.text.contains("<h1>\(title)</h1>"))
        #expect(reply.text.contains("<h2>\(texts.whatToDo)</h2>"))
        #expect(reply.text.contains("<h2>\(texts.whomToAsk)</h2>"))
        #expect(reply.text.contains(texts.orCall("0361 / 000000")))
        #expect(reply.text.contains("<a href=\"/\">\(LayoutTexts.german.toOverview)</a>"))
        #expect(reply["Cache-Control"] == "no-store")
    }

    @Test func `each helps`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            let presentation = try await world.presentation(in: module)
            let other = try await world.module("modul-i", in: series, number: "I", title: "Grundlagen")
            let cookie = try await world.session(of: try await world.account(admittedTo: other))
            let texts = ErrorTexts.german
            let path = world.path(of: presentation, in: module)
            expectHelp(try world.client.get("/nix"), 404, texts.notFound.title)
            expectHelp(try world.client.send("PUT", "/"), 405, texts.wrongMethod.title)
            expectHelp(
                try world.client.post("/login", [], fields: [("Sec-Fetch-Site", "cross-site")]), 403,
                texts.foreignForm.title)
            expectHelp(try world.client.post("/logout", [], cookie: cookie), 403, texts.staleForm.title)
            expectHelp(
                try world.client.post("/login", [("email", String(repeating: "a", count: 70_000))]), 413,
                texts.tooLarge.title)
            expectHelp(
                try world.client.get("/" + String(repeating: "a", count: 20_000)), 414, texts.addressTooLong.title)
            expectHelp(
                try world.client.get("/", ("X-Long", String(repeating: "a", count: 40_000))), 431,
                texts.headTooLarge.title)
            let refused = try world.client.get(path, cookie: cookie)
            expectHelp(refused, 403, texts.notAdmitted("Modul IV: Netzwerke").title)
            #expect(refused.text.contains("„Modul IV: Netzwerke“"))
            #expect(refused.text.contains("<a href=\"/modules/modul-i\">Modul I: Grundlagen</a>"))
            let now = world.now
            try await world.writer.write { transaction in
                var presentation = presentation
                try presentation.withdraw(now: now, in: transaction)
            }
            let gone = try world.client.get(path)
            expectHelp(gone, 410, texts.withdrawn.title)
            #expect(gone.text.contains("<a href=\"/modules/modul-iv\">\(texts.restOfModule)</a>"))
            try await world.writer.write { transaction in
                var module = module
                try module.withdraw(now: now, in: transaction)
            }
            let goneWhole = try world.client.get(path)
            expectHelp(goneWhole, 410, texts.withdrawn.title)
            #expect(!goneWhole.text.contains(texts.restOfModule))
        }
    }

    @Test func `a fault of ours has a number, on the page and in the log`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, audience: .public)
            world.scratch.data.files.discard(presentation.file.content)
            let reply = try world.client.get(world.path(of: presentation, in: module))
            expectHelp(reply, 500, ErrorTexts.german.broken.title)
            let number = try reply.text.split(separator: "<strong>").last.unwrapped().prefix(8)
            #expect(number.utf8.count == 8 && world.log.contains(String(number)))
        }
    }
}
