import Codecs
import Dispatch
import DomainTestSupport
import Mail
import Platform
import SQLite
import TestSupport
import Testing

@testable import Letters
@testable import Nachlese

/// Whose fault it is, and what waits for whom.
struct OutboxSenderTests {
    @Test("patience begins with the first attempt, not with the mail")
    func patience() async throws {
        let world = try World()
        let mail = try await world.mail()
        world.hands.advance(5 * 86_400)
        let sender = try world.sender(ToldTransport(Array(repeating: .full, count: 50)))
        #expect(try await sender.deliverDue(with: world.writer).delayed.map(\.mail) == [mail.id])
        let first = try world.found(mail)
        #expect(first.firstAttemptAt == world.now && first.nextAttemptAt == world.now + 60)
        #expect(first.trouble == .fullMailbox && first.attempts == 1)
        for _ in 0..<11 {
            world.hands.advance(4 * 3600)
            #expect(try await sender.deliverDue(with: world.writer).delayed.map(\.mail) == [mail.id])
        }
        world.hands.advance(4 * 3600)
        #expect(try await sender.deliverDue(with: world.writer).undeliverable.map(\.mail) == [mail.id])
        #expect(try world.found(mail).trouble == .fullMailbox)
    }

    @Test("days in which nothing was tried, or a clock that jumped, cost no mail")
    func standstill() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@\(name).example") }
        let sender = try world.sender(ToldTransport { _, _ throws(MailDeliveryError) in throw .silent })
        _ = try await sender.deliverDue(with: world.writer)
        world.hands.advance(900 * 86_400)
        let report = try await sender.deliverDue(with: world.writer)
        #expect(report.undeliverable.isEmpty && report.outage?.heldBack == 3)
        #expect(try OutboxMail.all(.waiting, in: world.database).allSatisfy { $0.firstAttemptAt == world.now })
        // By hand, too: what is made due at once has stood still before.
        world.hands.advance(3 * 86_400)
        _ = try world.database.transaction { try OutboxMail.retryAll(now: world.now, in: $0) }
        #expect(try await sender.deliverDue(with: world.writer).undeliverable.isEmpty)
    }

    @Test("a mail that is refused holds up no other")
    func others() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@example.org") }
        let transport = ToldTransport([.full, .unknown, nil])
        let report = try await world.sender(transport).deliverDue(with: world.writer)
        #expect(report.delayed.count == 1 && report.undeliverable.count == 1 && report.handedOver.count == 1)
        #expect(transport.recipients == ["a@example.org", "b@example.org", "c@example.org"])
        #expect(report.outage == nil)
    }

    @Test("where nobody answers for two mails the round ends, and all wait together without an attempt being counted")
    func outage() async throws {
        let world = try World()
        for number in 0..<20 { try await world.mail(to: "p\(number)@haus\(number % 3).example") }
        let transport = ToldTransport { _, _ throws(MailDeliveryError) in throw .silent }
        let sender = try world.sender(transport)
        var pauses: [Int64] = []
        for round in 1...6 {
            let report = try await sender.deliverDue(with: world.writer)
            #expect(transport.tried.count == 2 * round)
            let outage = try report.outage.unwrapped()
            #expect(outage.heldBack == 20 && outage.reason == "the mail server did not answer in time")
            #expect(report.delayed.isEmpty)
            let mails = try OutboxMail.all(.waiting, in: world.database)
            #expect(Set(mails.map(\.nextAttemptAt)) == [outage.nextAttempt])
            #expect(mails.allSatisfy { $0.attempts == 0 && $0.trouble == .heldBack })
            let pause = outage.nextAttempt.seconds(since: world.now)
            pauses.append(pause)
            world.hands.advance(pause)
        }
        #expect(pauses == [60, 300, 900, 3600, 14_400, 14_400])
        // One of another domain was asked each time.
        let domains = transport.tried.map { $0.envelopeRecipients[0].domain.ascii }
        for pair in stride(from: 0, to: domains.count, by: 2) { #expect(domains[pair] != domains[pair + 1]) }
    }

    @Test("an outage of two days gives up what was tried in it")
    func longOutage() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@\(name).example") }
        let sender = try world.sender(ToldTransport { _, _ throws(MailDeliveryError) in throw .silent })
        for _ in 0..<12 {
            _ = try await sender.deliverDue(with: world.writer)
            world.hands.advance(4 * 3600)
        }
        let young = try await world.mail(to: "d@d.example")
        let report = try await sender.deliverDue(with: world.writer)
        #expect(report.undeliverable.count == 3 && report.outage?.heldBack == 1)
        #expect(try OutboxMail.all(.waiting, in: world.database).map(\.id) == [young.id])
        #expect(try OutboxMail.all(.undeliverable, in: world.database).allSatisfy { $0.trouble == .expired })
    }

    @Test("one recipient whose mail system does not answer is told from an outage")
    func suspect() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@\(name).example") }
        let transport = ToldTransport { mail, _ throws(MailDeliveryError) in
            if mail.envelopeRecipients[0].domain.ascii == "a.example" { throw .silent }
        }
        let sender = try world.sender(transport)
        let report = try await sender.deliverDue(with: world.writer)
        #expect(report.handedOver.count == 2 && report.outage == nil)
        #expect(report.delayed.map(\.nextAttempt) == [world.now + 60])
        #expect(transport.tried.count == 3)
        let slow = try OutboxMail.all(.waiting, in: world.database).first.unwrapped()
        #expect(slow.attempts == 1 && slow.trouble == .notYet)

        // The last one due cannot be compared with another, but others went out before it.
        try await world.mail(to: "d@d.example")
        world.hands.advance(60)
        try await world.mail(to: "e@a.example")
        let later = try await sender.deliverDue(with: world.writer)
        #expect(later.handedOver.count == 1 && later.delayed.count == 2 && later.outage == nil)
    }

    @Test("as soon as one mail is taken again, those that were held back are due")
    func release() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@\(name).example") }
        let isDown = Locked(true)
        let sender = try world.sender(
            ToldTransport { _, _ throws(MailDeliveryError) in
                if isDown.withLock({ $0 }) { throw .silent }
            })
        for pause: Int64 in [60, 300, 900] {
            _ = try await sender.deliverDue(with: world.writer)
            world.hands.advance(pause)
        }
        _ = try await sender.deliverDue(with: world.writer)
        isDown.withLock { $0 = false }
        #expect(try await sender.deliverDue(with: world.writer).handedOver == [])
        try await world.mail(to: "d@d.example")
        #expect(try await sender.deliverDue(with: world.writer).handedOver.count == 4)

        // A server that starts anew tries at once.
        isDown.withLock { $0 = true }
        try await world.mail(to: "e@e.example")
        _ = try await sender.deliverDue(with: world.writer)
        isDown.withLock { $0 = false }
        let restarted = try world.sender(ToldTransport())
        #expect(try await restarted.deliverDue(with: world.writer).handedOver == [])
        try await restarted.releaseHeldBack(with: world.writer)
        #expect(try await restarted.deliverDue(with: world.writer).handedOver.count == 1)
    }

    @Test("a command hands over its own mail, whatever else waits")
    func own() async throws {
        let world = try World()
        let other = try await world.mail(to: "a@example.org")
        let own = try await world.mail(to: "b@example.org")
        let transport = ToldTransport()
        let sender = try world.sender(transport)
        #expect(try await sender.deliver(own.id, with: world.writer).handedOver == [own.id])
        #expect(transport.recipients == ["b@example.org"] && transport.finished == 1)
        #expect(try world.found(other).state == .waiting)
        #expect(try await sender.deliver(own.id, with: world.writer) == .init())
        #expect(try await sender.deliver("unknown", with: world.writer) == .init())

        let down = try world.sender(ToldTransport([.silent]))
        let report = try await down.deliver(other.id, with: world.writer)
        #expect(report.outage?.heldBack == 1)
        #expect(try world.found(other).nextAttemptAt == world.now + 60)
    }

    @Test("a hand-over that takes too long is stopped, and its mail is as it was")
    func slow() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport { _, _ throws(MailDeliveryError) in
            // Only a cancellation ends it.
            do { try await Task.sleep(for: .seconds(3600)) } catch { throw .silent }
        }
        let report = try await world.sender(transport, patience: .milliseconds(20)).deliverDue(with: world.writer)
        #expect(transport.stopped == 1)
        #expect(report.isInterrupted && report.outage == nil && report.delayed.isEmpty)
        let found = try world.found(mail)
        #expect(found.state == .waiting && found.attempts == 0 && found.nextAttemptAt == mail.nextAttemptAt)
        #expect(try await world.sender(ToldTransport()).deliverDue(with: world.writer).handedOver == [mail.id])
    }

    @Test("a transport that was stopped ends the round, and no mail is the worse for it")
    func stopping() async throws {
        let world = try World()
        let mail = try await world.mail()
        let other = try await world.mail(to: "b@example.org")
        let transport = ToldTransport { _, _ throws(MailDeliveryError) in throw MailDeliveryError(service: .stopping) }
        let report = try await world.sender(transport).deliverDue(with: world.writer)
        #expect(report.isInterrupted && report.outage == nil && transport.tried.count == 1)
        for mail in [mail, other] {
            let found = try world.found(mail)
            #expect(found.lastError == nil && found.nextAttemptAt == mail.nextAttemptAt)
        }
    }

    @Test("a mail that was taken although it was to be stopped is handed over")
    func lateSuccess() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport { _, _ throws(MailDeliveryError) in
            try? await Task.sleep(for: .seconds(3600))
        }
        let report = try await world.sender(transport, patience: .milliseconds(20)).deliverDue(with: world.writer)
        #expect(report.handedOver == [mail.id] && !report.isInterrupted)
    }

    @Test("no mail is begun once somebody asked for the end")
    func stop() async throws {
        let world = try World()
        for name in ["a", "b", "c"] { try await world.mail(to: "\(name)@example.org") }
        let transport = ToldTransport()
        let report = try await world.sender(transport).deliverDue(with: world.writer) { transport.tried.count < 2 }
        #expect(report.handedOver.count == 2 && transport.finished == 1)
        #expect(try OutboxMail.countWaiting(in: world.database) == 1)
    }

    @Test("that a mail is tried is on the disk before anything leaves, and nothing else is changed")
    func durable() async throws {
        let world = try World()
        let mail = try await world.mail()
        let path = world.scratch.data
        let now = world.now
        let transport = ToldTransport { _, _ throws(MailDeliveryError) in
            let seen = try? Store.openForReading(path).first(
                "SELECT first_attempt_at, state, attempts FROM mail",
                map: { row in (try row.read(Timestamp.self), try row.read(String.self), try row.read(Int.self)) })
            #expect(seen?.0 == now && seen?.1 == "waiting" && seen?.2 == 0)
        }
        #expect(try await world.sender(transport).deliverDue(with: world.writer).handedOver == [mail.id])
        #expect(transport.tried.count == 1)
    }

    @Test("what was handed over and could not be noted is never handed over again, and noted later")
    func unnoted() async throws {
        let world = try World()
        let mail = try await world.mail()
        let path = world.scratch.data.database
        let other = Writer(try Database(path: path, access: .readWrite, busyTimeout: .zero))
        let blocker = Writer(try Database(path: path, access: .readWrite, busyTimeout: .zero))
        let transport = ToldTransport()
        let sender = try world.sender(transport)
        // It is out, and the database is locked for longer than anybody waits.
        sender.unnoted.withLock { $0[mail.id] = world.now }
        let (locked, lock) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        async let blocking: Void = blocker.write { _ in
            lock.yield()
            release.wait()
        }
        for await _ in locked { break }
        await #expect(throws: SQLiteError.self) { try await sender.noteUnnoted(with: other) }
        release.signal()
        try await blocking
        #expect(try world.found(mail).state == .waiting)
        let report = try await sender.deliverDue(with: world.writer)
        #expect(report.handedOver == [mail.id] && transport.tried.isEmpty)
        #expect(try world.found(mail).state == .handedOver)
        #expect(sender.unnoted.withLock { $0.isEmpty })
    }

    @Test("a mail goes out with the same Message-ID each time")
    func messageID() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport([.full, .silent])
        let sender = try world.sender(transport)
        for pause: Int64 in [60, 300, 0] {
            _ = try await sender.deliverDue(with: world.writer)
            world.hands.advance(pause)
        }
        #expect(transport.tried.count == 3 && Set(transport.tried).count == 1)
        let text = String(decoding: transport.tried[0].bytes, as: UTF8.self)
        #expect(text.contains("Message-ID: \(mail.messageID)\r\n"))
    }
}
