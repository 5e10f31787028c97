import Locking
import Mail
import SQLite
import Secrets
import SystemPackage
import TestSupport
import Testing

@testable import Nachlese

struct OutboxTests {
    /// A transport that does as it is told and remembers what it was given.
    private final class Told: MailTransport {
        let answers: Locked<[MailDeliveryError?]>
        let taken = Locked<[String]>([])

        init(_ answers: [MailDeliveryError?]) {
            self.answers = Locked(answers)
        }

        func deliver(_ message: RenderedMail) async throws(MailDeliveryError) {
            let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let answer { throw answer }
            taken.withLock { $0.append(message.id.description) }
        }
    }

    private func enqueue(_ world: World, to account: Account) async throws -> OutboxMail {
        let prepared = try await world.issuance.prepare()
        let mail = try world.database.transaction {
            try world.issuance.issue(prepared, to: account, delivery: .mail, in: $0)
        }
        return try mail.unwrapped()
    }

    private func sender(_ world: World, _ transport: any MailTransport) -> OutboxSender {
        OutboxSender(folder: world.scratch.data, transport: transport, key: world.key, clock: world.clock)
    }

    @Test("hands over in order of age, once, and forgets the content")
    func handsOver() async throws {
        let world = try World()
        let first = try await enqueue(world, to: world.account())
        let second = try await enqueue(world, to: world.account("b@example.org"))
        let transport = Told([])
        let report = try await sender(world, transport).deliverDue(with: world.database)
        #expect(report.handedOver == [first.id, second.id])
        #expect(transport.taken.withLock { $0 } == [first.id, second.id])
        #expect(try await sender(world, transport).deliverDue(with: world.database) == .init())
        let rows = try world.database.query("SELECT sealed FROM mail") { try $0[0] as [UInt8]? }
        #expect(rows == [nil, nil])
        #expect(try OutboxMail.find(first.id, in: world.database)?.state == .handedOver)
    }

    @Test("no password is in the database, before or after")
    func sealed() async throws {
        let world = try World()
        let folder = FolderTransport(folder: world.scratch.data.outbox)
        let mail = try await enqueue(world, to: world.account())
        let stored = try world.database.first("SELECT sealed FROM mail") { try $0[0] as [UInt8] }.unwrapped()
        let text = String(decoding: try world.key.open(stored, context: OutboxMail.context(of: mail.id)), as: UTF8.self)
        let password = try text.split(separator: "\r\n").first { $0.hasPrefix("Passwort: ") }.unwrapped().dropFirst(10)
        _ = try await sender(world, folder).deliverDue(with: world.database)
        for suffix in ["", "-wal"] {
            let path = FilePath(world.scratch.data.database.string + suffix)
            let bytes = try TemporaryFolder.read(path)
            #expect(!String(decoding: bytes, as: UTF8.self).contains(password))
        }
        let written = try TemporaryFolder.read(world.scratch.data.outbox.appending("\(mail.id).eml"))
        #expect(String(decoding: written, as: UTF8.self) == text)
    }

    @Test("tries again with growing pauses, and gives up after two days")
    func retries() async throws {
        let world = try World()
        let mail = try await enqueue(world, to: world.account())
        let transport = Told(Array(repeating: MailDeliveryError(.temporary, reason: "voll"), count: 100))
        var pauses: [Int64] = []
        while let present = try OutboxMail.find(mail.id, in: world.database), let next = present.nextAttemptAt {
            let pause = next.seconds(since: world.now)
            pauses.append(pause)
            world.hands.advance(pause)
            let report = try await sender(world, transport).deliverDue(with: world.database)
            #expect(report.delayed == [mail.id] || report.delayed.isEmpty)
        }
        #expect(pauses.prefix(6) == [0, 60, 300, 900, 3600, 14_400])
        let final = try OutboxMail.find(mail.id, in: world.database).unwrapped()
        #expect(final.state == .undeliverable)
        #expect(final.lastError?.contains("voll") == true)
        #expect(world.now.seconds(since: mail.createdAt) >= 2 * 86_400)
    }

    @Test("a lasting refusal is final")
    func permanent() async throws {
        let world = try World()
        let mail = try await enqueue(world, to: world.account())
        let report = try await sender(world, Told([MailDeliveryError(.permanent, reason: "unbekannt")])).deliverDue(
            with: world.database)
        #expect(report.undeliverable == [mail.id])
        #expect(try OutboxMail.find(mail.id, in: world.database)?.state == .undeliverable)
    }

    @Test("one process at a time hands over")
    func exclusive() async throws {
        let world = try World()
        _ = try await enqueue(world, to: world.account())
        let lock = try FileLock.take(world.scratch.data.outboxLock)
        let report = try await sender(world, Told([])).deliverDue(with: world.database)
        #expect(report.isElsewhere && report.handedOver.isEmpty)
        withExtendedLifetime(lock) {}
    }

    @Test("a revoked account gets no mail that was waiting")
    func revoked() async throws {
        let world = try World()
        var account = try world.account()
        _ = try await enqueue(world, to: account)
        try world.database.transaction { transaction in
            _ = try account.revoke(now: world.now, in: transaction)
        }
        #expect(try OutboxMail.all(in: world.database).isEmpty)
        let prepared = try await world.issuance.prepare()
        #expect(throws: AccountError.revoked(account.email)) {
            try world.database.transaction {
                _ = try world.issuance.issue(prepared, to: account, delivery: .mail, in: $0)
            }
        }
    }
}
