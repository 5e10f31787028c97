import Codecs
import DomainTestSupport
import Mail
import Platform
import SQLite
import SystemPackage
import TestSupport
import Testing

@testable import Letters
@testable import Members
@testable import Nachlese

struct OutboxTests {
    @Test("hands over in order of age, once, and forgets the content")
    func handsOver() async throws {
        let world = try World()
        let first = try await world.mail()
        let second = try await world.mail(to: "b@example.org")
        let transport = ToldTransport([])
        let report = try await world.sender(transport).deliverDue(with: world.writer)
        #expect(report.handedOver == [first.id, second.id])
        #expect(transport.tried.map(\.id.description) == [first.id, second.id])
        #expect(transport.finished == 1)
        #expect(try await world.sender(transport).deliverDue(with: world.writer) == .init())
        let rows = try world.database.all("SELECT sealed FROM mail") { try $0.read([UInt8]?.self) }
        #expect(rows == [nil, nil])
        #expect(try OutboxMail.find(first.id, in: world.database)?.state == .handedOver)
    }

    @Test("tries again with growing pauses, and gives up after two days")
    func retries() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport(Array(repeating: .full, count: 100))
        var pauses: [Int64] = []
        while let present = try OutboxMail.find(mail.id, in: world.database), let next = present.nextAttemptAt {
            let pause = next.seconds(since: world.now)
            pauses.append(pause)
            world.hands.advance(pause)
            let report = try await world.sender(transport).deliverDue(with: world.writer)
            #expect(report.delayed.map(\.mail) == [mail.id] || report.undeliverable.map(\.mail) == [mail.id])
        }
        #expect(pauses.prefix(6) == [0, 60, 300, 900, 3600, 14_400])
        let final = try OutboxMail.find(mail.id, in: world.database).unwrapped()
        #expect(final.state == .undeliverable)
        #expect(final.lastError == "mailbox full (452 4.2.2)")
        #expect(world.now.seconds(since: mail.createdAt) >= 2 * 86_400)
    }

    @Test("a lasting refusal is final")
    func permanent() async throws {
        let world = try World()
        let mail = try await world.mail()
        let report = try await world.sender(ToldTransport([.unknown])).deliverDue(
            with: world.writer)
        #expect(report.undeliverable == [.init(mail: mail.id, reason: "no such user (550 5.1.1)", nextAttempt: nil)])
        let found = try world.found(mail)
        #expect(found.state == .undeliverable && found.status?.description == "5.1.1")
        #expect(found.trouble == .unknownMailbox)
    }

    @Test("one process at a time hands over")
    func exclusive() async throws {
        let world = try World()
        _ = try await world.mail()
        let lock = try FileLock.take(world.scratch.data.outboxLock)
        let report = try await world.sender(ToldTransport([])).deliverDue(with: world.writer)
        #expect(report.isElsewhere && report.handedOver.isEmpty)
        withExtendedLifetime(lock) {}
    }

    @Test("a revoked account gets no mail that was waiting")
    func revoked() async throws {
        let world = try World()
        var account = try world.account()
        _ = try await world.mail(to: account)
        try world.database.transaction { transaction in
            _ = try account.revoke(now: world.now, in: transaction)
        }
        #expect(try OutboxMail.all(in: world.database).isEmpty)
        let prepared = try await world.issuer.prepare()
        #expect(throws: AccountError.revoked(account.email)) {
            try world.database.transaction {
                _ = try world.issuer.issue(prepared, to: account, delivery: .mail, in: $0)
            }
        }
    }
}
