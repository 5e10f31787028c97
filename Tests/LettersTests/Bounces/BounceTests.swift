import Codecs
import DomainTestSupport
import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Letters
@testable import Members
@testable import Nachlese

struct BounceTests {
    private func returned(to address: String, action: String = "failed", status: String = "5.1.1") -> ReturnedMail {
        ReturnedMail(
            Array(
                """
                To: <\(address)>
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.example

                Final-Recipient: rfc822; person@example.org
                Action: \(action)
                Status: \(status)
                Diagnostic-Code: smtp; 550 \(status) no such user

                --b--
                """.utf8))
    }

    /// A mail that is out, and the address that it went out with.
    private func sent(_ world: World, base: String = "bounces@example.org") async throws -> (OutboxMail, String) {
        let mail = try await world.mail()
        let transport = ToldTransport()
        _ = try await world.sender(transport, bounces: base).deliverDue(with: world.writer)
        return (mail, try transport.tried.last.unwrapped().envelopeSender.unwrapped().wire)
    }

    private func take(
        _ world: World, _ mail: ReturnedMail, for recipients: [String] = [], key: SealingKey? = nil
    ) throws -> Bounce {
        try world.database.transaction {
            try Bounce.take(mail, for: recipients, key: key ?? world.key, now: world.now, in: $0)
        }
    }

    @Test("a report about a mail that is out marks it, with the reason in words")
    func marks() async throws {
        let world = try World()
        let (mail, address) = try await sent(world)
        world.hands.advance(10)
        guard case .marked(let marked) = try take(world, returned(to: address)) else {
            Issue.record("not marked")
            return
        }
        #expect(marked.id == mail.id && marked.state == .bounced && marked.bouncedAt == world.now)
        #expect(marked.handedOverAt == world.now + -10)
        #expect(marked.status?.description == "5.1.1")
        #expect(marked.lastError == "it came back: 550 5.1.1 no such user (5.1.1)")
        #expect(marked.trouble?.sentence(in: .german) == "Die Adresse gibt es dort nicht.")

        // A second report changes nothing.
        world.hands.advance(10)
        guard case .known(let known) = try take(world, returned(to: address, status: "5.2.2")) else {
            Issue.record("marked twice")
            return
        }
        #expect(known.bouncedAt == world.now + -10 && known.status?.description == "5.1.1")
    }

    @Test("the mail of an answer that was lost is marked although it waits, and is not tried any more")
    func lostAnswer() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport([.silent])
        let sender = try world.sender(transport, bounces: "bounces@example.org")
        _ = try await sender.deliverDue(with: world.writer)
        let address = try transport.tried[0].envelopeSender.unwrapped().wire
        guard case .marked(let marked) = try take(world, returned(to: address)) else {
            Issue.record("not marked")
            return
        }
        #expect(marked.id == mail.id && marked.state == .bounced && marked.handedOverAt == world.now)
        world.hands.advance(86_400)
        #expect(try await sender.deliverDue(with: world.writer) == .init())
        #expect(try world.database.first("SELECT sealed FROM mail") { try $0.read([UInt8]?.self) } == .some(nil))
    }

    @Test(
        "a report that is none of a failure marks nobody", arguments: ["delayed", "delivered", "relayed", "expanded"])
    func passing(action: String) async throws {
        let world = try World()
        let (mail, address) = try await sent(world)
        guard case .passing(let found, let seen) = try take(world, returned(to: address, action: action)) else {
            Issue.record("taken for something else")
            return
        }
        #expect(found.id == mail.id && seen?.rawValue == action)
        #expect(try world.found(mail).state == .handedOver)
    }

    @Test("an answer that is no report marks nobody")
    func noReport() async throws {
        let world = try World()
        let (mail, address) = try await sent(world)
        let absence = ReturnedMail(Array("To: \(address)\nSubject: Abwesenheit\n\nAb Montag.\n".utf8))
        guard case .noReport(let found) = try take(world, absence) else {
            Issue.record("taken for something else")
            return
        }
        #expect(found.id == mail.id)
        #expect(try world.found(mail).state == .handedOver)
    }

    @Test("the address may come from the envelope, in capitals, and among others")
    func envelope() async throws {
        let world = try World()
        let (mail, address) = try await sent(world)
        let other = returned(to: "postmaster@example.org")
        guard case .untagged = try take(world, other) else {
            Issue.record("taken for ours")
            return
        }
        guard case .marked(let marked) = try take(world, other, for: ["", "x@y.example", address.uppercased()]) else {
            Issue.record("not marked")
            return
        }
        #expect(marked.id == mail.id)
    }

    @Test("a forged address marks nobody")
    func forged() async throws {
        let world = try World()
        let (mail, address) = try await sent(world)
        let parts = address.split(separator: ".", maxSplits: 1)
        let tag = parts[1].prefix(16)
        let forgeries =
            tag.indices.map { index in
                let wrong = tag[index] == "a" ? "b" : "a"
                return "\(parts[0]).\(tag[..<index])\(wrong)\(tag[tag.index(after: index)...])@example.org"
            } + [
                "bounces+\(String(repeating: "0", count: 32)).\(tag)@example.org",
                "bounces+\(mail.id.dropFirst()).\(tag)@example.org", "bounces+\(mail.id).\(tag)a@example.org",
            ]
        for forgery in forgeries {
            switch try take(world, returned(to: forgery)) {
            case .unknown, .untagged: break
            default: Issue.record("believed: \(forgery)")
            }
        }
        // The right one, by another key.
        guard case .unknown = try take(world, returned(to: address), key: SealingKey()) else {
            Issue.record("believed with another key")
            return
        }
        #expect(try world.found(mail).state == .handedOver)
    }

    @Test(
        "the address keeps to 64 octets before the @, whatever it begins with",
        arguments: ["b", "bounces", "ruecklaeufer", "a.rather.long.name.for.bounces"])
    func lengths(local: String) async throws {
        let world = try World()
        #expect(BounceAddress.isPossible(try EmailAddress("\(local)@example.org")))
        let (mail, address) = try await sent(world, base: "\(local)@example.org")
        let sender = try EmailAddress(address)
        #expect(sender.localPart.utf8.count <= 64)
        #expect(address.hasPrefix("\(local)+\(mail.id.prefix(16))") && address == address.lowercased())
        guard case .marked(let marked) = try take(world, returned(to: address)) else {
            Issue.record("not marked")
            return
        }
        #expect(marked.id == mail.id)
    }

    @Test("without the setting the sender is the envelope's, without a tag")
    func unset() async throws {
        let world = try World()
        let mail = try await world.mail()
        let transport = ToldTransport()
        _ = try await world.sender(transport).deliverDue(with: world.writer)
        #expect(transport.tried[0].envelopeSender?.description == mail.sender)
    }

    @Test("the newest mail with credentials tells how it stands with a person, by the index")
    func newest() async throws {
        let world = try World()
        let account = try world.account()
        #expect(try OutboxMail.newestCredentials(of: .init(account.id), in: world.database) == nil)
        _ = try await world.mail(to: account)
        world.hands.advance(1)
        let second = try await world.mail(to: account)
        let third = try await world.mail(to: account)
        try world.database.transaction {
            _ = try $0.run("UPDATE mail SET kind = 'password-changed' WHERE id = ?", third.id)
        }
        #expect(try OutboxMail.newestCredentials(of: .init(account.id), in: world.database)?.id == second.id)
        let plan = try world.database.all(
            """
            EXPLAIN QUERY PLAN SELECT id FROM mail
            WHERE account_id = ? AND kind IN ('credentials', 'new-credentials')
            ORDER BY created_at DESC, rowid DESC LIMIT 1
            """, account.id
        ) { row in
            (try row.read(Int.self), try row.read(Int.self), try row.read(Int.self), detail: try row.read(String.self))
        }.map(\.detail)
        #expect(plan == ["SEARCH mail USING INDEX mail_by_account (account_id=?)"])
    }
}
