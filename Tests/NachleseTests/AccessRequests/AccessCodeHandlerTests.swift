import Codecs
import DomainTestSupport
import Mail
import Platform
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

struct AccessCodeHandlerTests {
    private func count(_ world: World, _ sql: SQL) throws -> Int {
        try world.database.count(sql)
    }

    @Test("a stranger gets a code, in their language; typed, the office sees the request, and only then")
    func code() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        try world.request(world.draft("Fremd@Example.org", door: .slides, module: module, language: .english))
        let report = try await world.accessCodes().processAll(with: world.writer)
        #expect(report.codes == 1 && report.members == 0 && !report.isUnfinished)
        #expect(try world.unconfirmed.isEmpty)
        #expect(try AccessRequest.all(in: world.database).isEmpty)
        let mail = try world.codeMails.first.unwrapped()
        #expect(mail.recipient == "Fremd@example.org" && mail.account == nil)
        let text = try world.text(of: mail)
        #expect(text.contains("Content-Language: en") && text.contains("/access/confirm?lang=3Den\r\n"))
        let reference = try world.confirm(world.code(in: mail)).unwrapped()
        let request = try AccessRequest.get(reference, in: world.database)
        #expect(request.state == .open && request.source == .form && request.door == .slides)
        #expect(request.email == (try EmailAddress("fremd@example.org")) && request.module == module.id)
        #expect(request.name == "Nora Neu" && request.organisation == "Verband" && request.message == "Guten Tag")
        // Nothing of what was typed is left where it waited.
        let left = try count(
            world, "SELECT count(*) FROM unconfirmed_access_request WHERE email || email_key || name || message <> ''")
        #expect(left == 0)
    }

    @Test("nothing that a stranger typed is in the mail, but the address that it goes to")
    func notEchoed() async throws {
        let world = try World()
        var draft = try world.draft("opfer@example.org", message: "Gewonnen! https://boese.example")
        draft.name = try Label("https://boese.example Gewinn\r\nBcc: x@example.org")
        draft.organisation = try Label("Gewinnspiel")
        try world.request(draft)
        _ = try await world.accessCodes().processAll(with: world.writer)
        let text = try world.text(of: world.codeMails.first.unwrapped())
        for typed in ["boese", "Gewinn", "Gewonnen", "Bcc"] { #expect(!text.contains(typed)) }
        #expect(text.split(separator: "opfer", omittingEmptySubsequences: false).count == 2)
        #expect(text.contains("\r\nTo: <opfer@example.org>\r\n"))
    }

    @Test("who has an account gets new credentials instead, and no person sees anything")
    func member() async throws {
        let world = try World()
        let account = try world.account()
        try world.request(world.draft("Person@Example.org"))
        let report = try await world.accessCodes().processAll(with: world.writer)
        #expect(report.members == 1 && report.codes == 0)
        #expect(try await world.credentials().processAll(with: world.writer).mailed == [account.id])
        #expect(try world.codeMails.isEmpty && world.unconfirmed.isEmpty)
        #expect(try world.requestedMails.count == 1)
        #expect(try count(world, "SELECT count(*) FROM unconfirmed_access_request") == 0)
        // By this door and by the other one together, the same limits hold.
        world.hands.advance(299)
        try world.ask()
        #expect(try await world.credentials().processAll(with: world.writer).dropped == 1)
        #expect(try world.requestedMails.count == 1)
    }

    @Test("whose account has ended may ask for access again")
    func ended() async throws {
        let world = try World()
        var revoked = try world.account("revoked@example.org")
        let expired = try world.account("expired@example.org")
        try world.database.transaction { transaction in
            _ = try revoked.revoke(now: world.now, in: transaction)
            try transaction.run("UPDATE account SET expires_at = ? WHERE id = ?", world.now, expired.id)
        }
        try world.request(world.draft("revoked@example.org"))
        try world.request(world.draft("expired@example.org"))
        #expect(try await world.accessCodes().processAll(with: world.writer).codes == 2)
        #expect(try world.requestedMails.isEmpty)
    }

    @Test("each request costs one hash, and uses up as much of the limits, whoever it is about")
    func sameCost() async throws {
        let world = try World()
        let counted = Locked(0)
        let hasher = try PasswordHasher(width: 1) { (_, _, _) throws(CryptoError) in
            counted.withLock { $0 += 1 }
            return [UInt8](repeating: 1, count: 32)
        }
        let queue = RequestedMailQueue(
            CredentialRequestHandler(
                issuer: CredentialIssuer(hasher: hasher, mailer: world.mailer), mailsPerHour: 100,
                clock: world.clock))
        _ = try world.account("known@example.org")
        var revoked = try world.account("revoked@example.org")
        try world.database.transaction { _ = try revoked.revoke(now: world.now, in: $0) }
        for (round, name) in ["known", "unknown", "revoked", "other"].enumerated() {
            try world.request(world.draft("\(name)@example.org"))
            _ = try await world.accessCodes().processAll(with: world.writer)
            _ = try await queue.processAll(with: world.writer)
            #expect(counted.withLock { $0 } == round + 1)
            let used = try count(world, "SELECT count(*) FROM requested_mail WHERE kind = 'access-code'")
            #expect(used == round + 1)
        }
        // Again at once: all of them wait, and nobody's mailbox is asked.
        for name in ["known", "unknown", "revoked", "other"] { try world.request(world.draft("\(name)@example.org")) }
        let report = try await world.accessCodes().processAll(with: world.writer)
        #expect(report.isPausing && report.codes == 0 && report.members == 0)
        #expect(try world.unconfirmed.count == 4)
    }

    @Test("half of a day's mails is left to people who have an account")
    func day() async throws {
        let world = try World()
        var sent = 0
        for hour in 0..<20 {
            for number in 0..<30 {
                try world.request(world.draft("p\(hour)-\(number)@example.org"), from: "10.\(number).\(hour).0/24")
            }
            sent += try await world.accessCodes(mailsPerDay: 100).processAll(with: world.writer).codes
            world.hands.advance(3600)
        }
        #expect(sent == 50)
    }

    @Test("a stranger's mailbox gets three codes a day, five minutes apart, however often somebody asks")
    func mailBomb() async throws {
        let world = try World()
        for number in 0..<200 { try world.request(world.draft("opfer@example.org"), from: "10.\(number).0.0/24") }
        let begin = world.now
        var times: [Int64] = []
        for _ in 0..<280 {
            let report = try await world.accessCodes().processAll(with: world.writer)
            if report.codes > 0 { times.append(world.now.seconds(since: begin)) }
            #expect(report.codes <= 1)
            world.hands.advance(300)
        }
        #expect(times == [0, 300, 600])
        #expect(try world.unconfirmed.isEmpty)
    }

    @Test("a flood takes its part of an hour's codes, and who comes from elsewhere gets one at once")
    func flood() async throws {
        let world = try World()
        for number in 0..<300 {
            try world.request(
                world.draft("p\(number)@example.org"), from: "10.\(number % 5).0.0/24", isProven: number % 2 == 0)
        }
        let flood = try await world.accessCodes(codesPerHour: 40).processAll(with: world.writer)
        #expect(flood.isCeilingReached && flood.codes == 15)
        try world.request(world.draft("neu@example.org"), from: "203.0.113.0/24")
        #expect(try await world.accessCodes(codesPerHour: 40).processAll(with: world.writer).codes == 1)
        #expect(try world.codeMails.last?.recipient == "neu@example.org")
        // In all never more than the ceiling, from however many networks.
        for number in 0..<100 {
            try world.request(world.draft("q\(number)@example.org"), from: "172.\(number).0.0/24")
        }
        _ = try await world.accessCodes(codesPerHour: 40).processAll(with: world.writer)
        #expect(try world.codeMails.count == 40)
    }

    @Test("what nobody confirms is forgotten after a day, with the mail that went out for it")
    func forgets() async throws {
        let world = try World()
        try world.request(world.draft())
        _ = try await world.accessCodes().processAll(with: world.writer)
        let code = try world.code(in: world.codeMails.first.unwrapped())
        world.hands.advance(86_399)
        #expect(try await world.accessCodes().processAll(with: world.writer).forgotten == 0)
        world.hands.advance(1)
        // Also before anybody has cleaned up.
        #expect(try world.confirm(code) == nil)
        #expect(try await world.accessCodes().processAll(with: world.writer).forgotten == 1)
        #expect(try count(world, "SELECT count(*) FROM unconfirmed_access_request") == 0)
        #expect(try world.codeMails.isEmpty)
        #expect(try count(world, "SELECT count(*) FROM requested_mail") == 0)
    }

    @Test("what a clock that was wrong has written is forgotten when it is right again")
    func wrongClock() async throws {
        let world = try World()
        world.hands.advance(400 * 86_400)
        try world.request(world.draft())
        _ = try await world.accessCodes().processAll(with: world.writer)
        try world.request(world.draft("andere@example.org"))
        world.hands.advance(-400 * 86_400)
        #expect(try await world.accessCodes().processAll(with: world.writer).forgotten == 2)
        #expect(try world.codeMails.isEmpty)
        try world.request(world.draft())
        #expect(try await world.accessCodes().processAll(with: world.writer).codes == 1)
    }

    @Test("where too much waits for new credentials, members and strangers wait alike")
    func credentialsFull() async throws {
        let world = try World()
        _ = try world.account("known@example.org")
        for number in 0..<CredentialRequest.mostWaiting { try world.ask("p\(number)@example.org") }
        for name in ["known", "unknown"] { try world.request(world.draft("\(name)@example.org")) }
        let report = try await world.accessCodes().processAll(with: world.writer)
        #expect(report.isPausing && report.codes == 0 && report.members == 0)
        #expect(try world.unconfirmed.count == 2)
        try world.database.transaction { _ = try $0.run("DELETE FROM credential_request") }
        let later = try await world.accessCodes().processAll(with: world.writer)
        #expect(later.codes == 1 && later.members == 1)
    }

    @Test("the same queue forgets as well, at most a minute later, and after a clock was put back")
    func forgetsAgain() async throws {
        let world = try World()
        let queue = world.accessCodes()
        try world.request(world.draft())
        #expect(try await queue.processAll(with: world.writer).codes == 1)
        world.hands.advance(86_390)
        #expect(try await queue.processAll(with: world.writer).forgotten == 0)
        world.hands.advance(10)
        #expect(try await queue.processAll(with: world.writer).forgotten == 0)
        world.hands.advance(50)
        #expect(try await queue.processAll(with: world.writer).forgotten == 1)
        world.hands.advance(86_400)
        try world.request(world.draft())
        _ = try await queue.processAll(with: world.writer)
        world.hands.advance(-400 * 86_400)
        #expect(try await queue.processAll(with: world.writer).forgotten == 1)
    }

    @Test("what gets no mail for half a day is dropped: its code would end too soon")
    func overdue() async throws {
        let world = try World()
        for number in 0..<3 { try world.request(world.draft("p\(number)@example.org"), from: "10.0.0.0/24") }
        _ = try await world.accessCodes(codesPerHour: 1).processAll(with: world.writer)
        world.hands.advance(UnconfirmedAccessRequest.mailPatience)
        let report = try await world.accessCodes(codesPerHour: 1).processAll(with: world.writer)
        #expect(report.outdated == 2 && report.codes == 0)
        #expect(try count(world, "SELECT count(*) FROM unconfirmed_access_request") == 1)
    }

    @Test("a row whose address was changed from outside keeps nobody else waiting")
    func damaged() async throws {
        let world = try World()
        try world.request(world.draft("a@example.org"))
        try world.request(world.draft("b@example.org"))
        try world.database.transaction {
            _ = try $0.run("UPDATE unconfirmed_access_request SET email = 'a' WHERE email = 'a@example.org'")
        }
        let report = try await world.accessCodes().processAll(with: world.writer)
        #expect(report.codes == 1 && report.dropped == 1)
    }

    @Test("where too many wait, those of whom most wait give way")
    func givesWay() throws {
        let world = try World()
        for number in 0..<UnconfirmedAccessRequest.mostWaiting {
            #expect(try world.request(world.draft("p\(number)@example.org")))
        }
        #expect(try !world.request(world.draft("late@example.org")))
        #expect(try world.request(world.draft("neu@example.org"), from: "203.0.113.0/24"))
        #expect(try world.unconfirmed.count == UnconfirmedAccessRequest.mostWaiting)
        #expect(try world.unconfirmed.contains("neu@example.org"))
    }
}
