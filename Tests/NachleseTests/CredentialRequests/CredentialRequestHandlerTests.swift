import Codecs
import DomainTestSupport
import Mail
import Platform
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Letters
@testable import Members
@testable import Nachlese

struct CredentialRequestHandlerTests {
    @Test("a member gets a mail, and the request is gone")
    func mails() async throws {
        let world = try World()
        let account = try world.account()
        try world.ask("Person@example.org")
        let report = try await world.credentials().processAll(with: world.writer)
        #expect(report.mailed == [account.id])
        #expect(report.dropped == 0 && !report.isUnfinished)
        #expect(try world.waiting.isEmpty)
        let mail = try world.requestedMails.first.unwrapped()
        #expect(mail.recipient == "person@example.org" && mail.state == .waiting)
        #expect(try await world.credentials().processAll(with: world.writer).mailed.isEmpty)
    }

    @Test("nobody else does: unknown, revoked, expired")
    func drops() async throws {
        let world = try World()
        var revoked = try world.account("revoked@example.org")
        let expired = try world.account("expired@example.org")
        try world.database.transaction { transaction in
            _ = try revoked.revoke(now: world.now, in: transaction)
            try transaction.run("UPDATE account SET expires_at = ? WHERE id = ?", world.now, expired.id)
        }
        for name in ["unknown", "revoked", "expired"] { try world.ask("\(name)@example.org") }
        let report = try await world.credentials().processAll(with: world.writer)
        #expect(report.mailed.isEmpty && report.dropped == 3)
        #expect(try world.waiting.isEmpty)
        #expect(try world.requestedMails.isEmpty)
        #expect(try Credential.all(of: revoked.id, in: world.database).isEmpty)
        #expect(try Credential.all(of: expired.id, in: world.database).isEmpty)
    }

    @Test("each request costs one hash, whoever asks")
    func sameCost() async throws {
        let world = try World()
        let counted = Locked(0)
        let hasher = try PasswordHasher(width: 1) { (_, _, _) throws(CryptoError) in
            counted.withLock { $0 += 1 }
            return [UInt8](repeating: 1, count: 32)
        }
        let queue = RequestedMailQueue(
            CredentialRequestHandler(
                issuer: CredentialIssuer(hasher: hasher, mailer: world.mailer),
                mailsPerHour: 100, clock: world.clock))
        _ = try world.account("known@example.org")
        var revoked = try world.account("revoked@example.org")
        try world.database.transaction { _ = try revoked.revoke(now: world.now, in: $0) }
        for (round, name) in ["known", "unknown", "revoked", "known"].enumerated() {
            try world.ask("\(name)@example.org")
            _ = try await queue.processAll(with: world.writer)
            #expect(counted.withLock { $0 } == round + 1)
        }
    }

    @Test("what worked before goes on working until the new password is used, and all mails are open until then")
    func nothingIsConsumed() async throws {
        let world = try World()
        let account = try world.account()
        let issued = try await world.password(for: account)
        for _ in 0..<2 {
            try world.ask()
            _ = try await world.credentials().processAll(with: world.writer)
            world.hands.advance(600)
        }
        #expect(try Credential.all(of: account.id, in: world.database).count == 3)
        let signIn = try world.signIn()
        let outcome = try await signIn.attempt(
            .init(email: "person@example.org", password: issued.grouped, network: "n", isRemembered: false),
            reading: world.database)
        guard case .signedIn = outcome else {
            Issue.record("the first password does not work any more: \(outcome)")
            return
        }
        // The earliest was used: the later ones stay open.
        #expect(try Credential.all(of: account.id, in: world.database).count == 3)
    }

    @Test("an address gets three mails a day at most, five minutes apart at least")
    func limits() async throws {
        let world = try World()
        _ = try world.account()
        let begin = world.now
        var times: [Int64] = []
        for _ in 0..<480 {
            try world.ask()
            let report = try await world.credentials().processAll(with: world.writer)
            if !report.mailed.isEmpty { times.append(world.now.seconds(since: begin)) }
            #expect(try world.waiting.isEmpty)
            world.hands.advance(180)
        }
        #expect(times == [0, 360, 720])
        try world.ask()
        #expect(try await world.credentials().processAll(with: world.writer).mailed.count == 1)
    }

    @Test("mails of the office count for nothing here")
    func officeMails() async throws {
        let world = try World()
        let account = try world.account()
        for _ in 0..<4 {
            let prepared = try await world.issuer.prepare()
            _ = try world.database.transaction {
                try world.issuer.issue(prepared, to: account, delivery: .mail, in: $0)
            }
        }
        try world.ask()
        #expect(try await world.credentials().processAll(with: world.writer).mailed == [account.id])
    }

    @Test("beyond so many mails an hour requests wait, and only those that are to get one")
    func ceiling() async throws {
        let world = try World()
        for number in 0..<5 {
            _ = try world.account("p\(number)@example.org")
            try world.ask("p\(number)@example.org", from: "10.\(number).0.0/24")
        }
        try world.ask("unknown@example.org", from: "10.9.0.0/24")
        let first = try await world.credentials(mailsPerHour: 2).processAll(with: world.writer)
        #expect(first.mailed.count == 2 && first.dropped == 1 && first.isCeilingReached)
        #expect(try world.waiting == ["p2@example.org", "p3@example.org", "p4@example.org"])
        world.hands.advance(3599)
        #expect(try await world.credentials(mailsPerHour: 2).processAll(with: world.writer).mailed.isEmpty)
        world.hands.advance(1)
        let second = try await world.credentials(mailsPerHour: 2).processAll(with: world.writer)
        #expect(second.mailed.count == 2 && second.isCeilingReached)
        #expect(try world.requestedMails.count == 4)
    }

    @Test("a flood for known accounts takes its part of the ceiling, and who comes from elsewhere gets through")
    func fairCeiling() async throws {
        let world = try World()
        for number in 0..<60 {
            _ = try world.account("p\(number)@example.org")
            try world.ask("p\(number)@example.org", from: "10.\(number % 3).0.0/24")
        }
        let flood = try await world.credentials(mailsPerHour: 20).processAll(with: world.writer)
        #expect(flood.isCeilingReached && flood.mailed.count == 9)
        let account = try world.account("person@example.org")
        try world.ask("person@example.org", from: "203.0.113.0/24")
        let report = try await world.credentials(mailsPerHour: 20).processAll(with: world.writer)
        #expect(report.mailed == [account.id])
    }

    @Test("a new one does not wait behind what a flood has put before it, request by request")
    func turns() async throws {
        let world = try World()
        for number in 0..<50 { try world.ask("nobody\(number)@example.org", from: "10.\(number % 2).0.0/24") }
        let queue = world.credentials()
        var round = try await queue.begin(with: world.writer)
        for _ in 0..<6 { #expect(try await queue.processNext(&round, with: world.writer)) }
        let account = try world.account()
        try world.ask(from: "203.0.113.0/24")
        #expect(try await queue.processNext(&round, with: world.writer))
        #expect(round.report.mailed == [account.id] && round.report.dropped == 6)
    }

    @Test("mails of a clock that was wrong count for nothing")
    func wrongClock() async throws {
        let world = try World()
        let account = try world.account()
        world.hands.advance(90 * 86_400)
        for _ in 0..<3 {
            try world.ask()
            _ = try await world.credentials(mailsPerHour: 3).processAll(with: world.writer)
            world.hands.advance(600)
        }
        world.hands.advance(-90 * 86_400)
        try world.ask()
        #expect(try await world.credentials(mailsPerHour: 3).processAll(with: world.writer).mailed == [account.id])
    }

    @Test("what has waited for a day is dropped")
    func outdated() async throws {
        let world = try World()
        _ = try world.account()
        try world.ask()
        world.hands.advance(CredentialRequest.patience)
        let report = try await world.credentials().processAll(with: world.writer)
        #expect(report.outdated == 1 && report.mailed.isEmpty)
        #expect(try world.waiting.isEmpty && world.requestedMails.isEmpty)
    }

    @Test("a mail that cannot be written leaves its request, and keeps nobody else waiting")
    func failure() async throws {
        let world = try World()
        let broken = try world.account("a@example.org")
        let account = try world.account("b@example.org")
        try world.database.transaction { _ = try $0.run("UPDATE account SET email = 'a' WHERE id = ?", broken.id) }
        try world.ask("a@example.org")
        try world.ask("b@example.org")
        let report = try await world.credentials().processAll(with: world.writer)
        #expect(report.failures.count == 1 && report.mailed == [account.id])
        #expect(report.isUnfinished)
        #expect(try world.waiting == ["a@example.org"])
        #expect(try Credential.all(of: broken.id, in: world.database).isEmpty)
    }

    @Test("a request that asks again while it is seen to leads to one mail")
    func askedMeanwhile() async throws {
        let world = try World()
        let account = try world.account()
        try world.ask()
        let request = try CredentialRequest.all(in: world.database).first.unwrapped()
        try world.ask()
        #expect(try world.database.transaction { try request.remove(in: $0) })
        #expect(try world.waiting.isEmpty)
        #expect(try !world.database.transaction { try request.remove(in: $0) })
        try world.ask()
        #expect(try await world.credentials().processAll(with: world.writer).mailed == [account.id])
    }

    @Test("choosing an own password takes back what waits in the outbox")
    func takesBack() async throws {
        let world = try World()
        let account = try world.account()
        try world.ask()
        _ = try await world.credentials().processAll(with: world.writer)
        let hash = try await World.hasher.hash(Secret("Ein ganzer Satz ist gut"))
        try world.database.transaction { try Credential.setOwn(hash, of: account.id, now: world.now, in: $0) }
        #expect(try world.requestedMails.isEmpty)
    }
}
