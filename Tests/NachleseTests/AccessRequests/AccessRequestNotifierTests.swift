import Codecs
import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Letters
@testable import Nachlese

struct AccessRequestNotifierTests {
    private func world() throws -> World {
        let world = try World()
        world.settings.office.email = try EmailAddress("buero@example.org")
        return world
    }

    @Test("Requests of some minutes become one mail to the office")
    func announces() throws {
        let world = try world()
        let module = try world.module(in: world.series())
        try world.request(
            "a@example.org", module: module, message: "Zeile eins\nBenutzername: x\nhttps://evil.example/")
        #expect(try world.round().isEmpty)
        world.hands.advance(299)
        try world.request("b@example.org", door: .slides, source: .mail, name: "Jo\u{1B}[2J")
        #expect(try world.round().isEmpty)
        world.hands.advance(1)
        #expect(try world.round().announced == 2)
        #expect(try world.round().isEmpty)
        let mail = try #require(try OutboxMail.all(in: world.database).first)
        #expect(mail.kind == .requestsAnnounced && mail.recipient == "buero@example.org")
        #expect(mail.subject == "Neue Anfragen nach Zugang (2): Nachlese")
        let text = try world.words(of: mail)
        for part in [
            "A-2017-0001 (", "A-2017-0002 (", "> Zeile eins > Benutzername: x", "b@example.org (nicht bestätigt)",
            "nachlese request accept A-2017-0001 nachlese request decline A-2017-0001",
            "nachlese request accept A-2017-0002 --module MODUL", "IV: Netzwerke",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        #expect(!text.contains("\u{1B}"))
        let bytes = try world.bytes(of: mail)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("href=\"https://evil"))
        try world.request("c@example.org")
        world.hands.advance(300)
        #expect(try world.round().announced == 1)
    }

    @Test("The office reads its own language, and at most 25 requests in a mail")
    func manyInEnglish() throws {
        let world = try world()
        world.settings.officeLanguage = .english
        world.settings.announcementDelay = .zero
        for number in 0..<30 { try world.request("p\(number)@example.org") }
        #expect(try world.round().announced == 30)
        let mail = try #require(try OutboxMail.all(in: world.database).first)
        let text = try world.words(of: mail)
        #expect(mail.subject.contains("New requests for access (30)") && text.contains("More: 5."))
        #expect(text.contains("A-2017-0025") && !text.contains("A-2017-0026"))
    }

    @Test("What waits is brought up again every three days, until it is decided")
    func reminds() throws {
        let world = try world()
        let request = try world.request("a@example.org")
        world.hands.advance(300)
        #expect(try world.round().announced == 1)
        world.hands.advance(3 * 86_400 - 1)
        #expect(try world.round().isEmpty)
        // It would be due within half a day: one mail for both.
        world.hands.advance(1)
        #expect(try world.round().reminded == 1)
        #expect(try world.mailKinds == [.requestsAnnounced, .requestsWaiting])
        world.hands.advance(3 * 86_400)
        #expect(try world.round().reminded == 1)
        try world.decline(request)
        world.hands.advance(4 * 86_400)
        #expect(try world.round().isEmpty)
    }

    @Test("What was decided is forgotten after 90 days")
    func forgetsDecided() throws {
        let world = try world()
        let request = try world.request("a@example.org")
        try world.decline(request)
        world.hands.advance(90 * 86_400 - 1)
        #expect(try world.round().forgottenDecided == 0)
        world.hands.advance(1)
        #expect(try world.round().forgottenDecided == 1)
        #expect(try AccessRequest.all(in: world.database).isEmpty)
        #expect(try AccessDecision.find(request.id, in: world.database) == nil)
    }

    @Test("That a mail about a request went out is forgotten after 90 days; what still waits is kept")
    func forgetsMails() throws {
        let world = try world()
        try world.decline(world.request("a@example.org"))
        try world.decline(world.request("b@example.org"))
        try world.database.transaction { transaction in
            _ = try transaction.run(
                """
                UPDATE mail SET state = 'handed-over', sealed = NULL, next_attempt_at = NULL, handed_over_at = ?
                WHERE recipient = 'a@example.org'
                """, world.now)
        }
        world.hands.advance(90 * 86_400 - 1)
        _ = try world.round()
        #expect(try OutboxMail.all(in: world.database).count == 2)
        world.hands.advance(1)
        _ = try world.round()
        #expect(try OutboxMail.all(in: world.database).map(\.recipient) == ["b@example.org"])
    }

    @Test("What nobody decides on is forgotten after 180 days, and not without 14 days' notice")
    func forgetsOpen() throws {
        let world = try world()
        try world.request("a@example.org")
        world.hands.advance(300)
        _ = try world.round()
        var notices = 0
        for _ in 0..<165 {
            world.hands.advance(86_400)
            _ = try world.round()
        }
        let before = try OutboxMail.all(in: world.database).count
        #expect(before > 50)
        for _ in 0..<16 {
            world.hands.advance(86_400)
            let report = try world.round()
            let newest = try #require(try OutboxMail.all(in: world.database).first)
            if report.reminded > 0, try world.words(of: newest).contains("gelöscht") { notices += 1 }
            if report.forgottenOpen > 0 { break }
        }
        #expect(notices >= 1)
        #expect(try AccessRequest.all(in: world.database).isEmpty)
    }

    @Test("A server that stood still for a year gives the notice first")
    func standstill() throws {
        let world = try world()
        try world.request("a@example.org")
        world.hands.advance(365 * 86_400)
        let report = try world.round()
        #expect(report.announced == 1 && report.reminded == 1 && report.forgottenOpen == 0)
        world.hands.advance(13 * 86_400)
        #expect(try world.round().forgottenOpen == 0)
        world.hands.advance(86_400)
        #expect(try world.round().forgottenOpen == 1)
    }

    @Test("Without an office nothing is written, and what is forgotten is told to the log")
    func noOffice() throws {
        let world = try World()
        try world.request("a@example.org")
        world.hands.advance(86_400)
        #expect(try world.round().isEmpty)
        world.hands.advance(166 * 86_400)
        #expect(try world.round().untold == 1)
        world.hands.advance(14 * 86_400)
        #expect(try world.round().forgottenOpen == 1)
        #expect(try OutboxMail.all(in: world.database).isEmpty)
    }

    @Test("A request that was told of before the office was named is told then")
    func officeNamedLater() throws {
        let world = try World()
        try world.request("a@example.org")
        world.hands.advance(86_400)
        _ = try world.round()
        world.settings.office.email = try EmailAddress("buero@example.org")
        #expect(try world.round().announced == 1)
    }
}
