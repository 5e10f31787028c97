import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Letters
@testable import Nachlese

struct RequestedMailTests {
    private func isLeft(_ world: World, from requester: Requester, isProven: Bool = true) throws -> Bool {
        try RequestedMail.isLeft(
            .accessCode, for: requester, isProven: isProven, mostPerHour: 20, now: world.now, in: world.database)
    }

    /// Sends as many as there are for that requester.
    @discardableResult
    private func spend(_ world: World, from requester: Requester) throws -> Int {
        var count = 0
        while try isLeft(world, from: requester) {
            try note(world, "p\(count)@example.org", from: requester)
            count += 1
        }
        return count
    }

    private func note(_ world: World, _ email: String, from requester: Requester) throws {
        try world.database.transaction {
            try RequestedMail.note(
                .accessCode, to: EmailAddress(email), from: requester, key: world.key, now: world.now, in: $0)
        }
    }

    @Test("a network alone gets a quarter of an hour's mails, several a little more, and a new one always one")
    func shares() throws {
        let world = try World()
        #expect(try spend(world, from: world.requester("10.0.0.0/24")) == 5)
        for number in 1..<8 { try spend(world, from: world.requester("10.\(number).0.0/24")) }
        #expect(try isLeft(world, from: world.requester("10.99.0.0/24")))
        world.hands.advance(3599)
        #expect(try !isLeft(world, from: world.requester("10.0.0.0/24")))
        world.hands.advance(1)
        #expect(try isLeft(world, from: world.requester("10.0.0.0/24")))
    }

    @Test("in all there are never more, and with nobody known apart just as many")
    func ceiling() throws {
        let world = try World()
        var count = 0
        for number in 0..<100 { count += try spend(world, from: world.requester("10.\(number).0.0/24")) }
        #expect(count == 20)
        world.hands.advance(3600)
        #expect(try spend(world, from: .unknown) == 20)
    }

    @Test("networks of one neighbourhood share: four of its mails count as one of each")
    func neighbourhood() throws {
        let world = try World()
        for number in 0..<12 { try note(world, "p@example.org", from: world.requester("10.0.\(number).0/24")) }
        #expect(try !isLeft(world, from: world.requester("10.0.99.0/24")))
        #expect(try isLeft(world, from: world.requester("10.1.0.0/24")))
    }

    @Test("without work a request counts as one more")
    func unproven() throws {
        let world = try World()
        for number in 0..<15 { try note(world, "p@example.org", from: world.requester("10.\(number).0.0/24")) }
        let requester = world.requester("10.99.0.0/24")
        #expect(try isLeft(world, from: requester))
        #expect(try !isLeft(world, from: requester, isProven: false))
    }

    @Test("an address gets three a day, five minutes apart, whoever asks")
    func allowance() throws {
        let world = try World()
        let address = try EmailAddress("Person@example.org")
        func allowance() throws -> RequestedMail.Allowance {
            try RequestedMail.allowance(
                .accessCode, to: address, key: world.key, now: world.now, in: world.database)
        }
        for number in 0..<3 {
            #expect(try allowance() == .now)
            try note(world, "person@example.org", from: world.requester("10.\(number).0.0/24"))
            #expect(try allowance() == (number < 2 ? .later : .spent))
            world.hands.advance(300)
        }
        #expect(try allowance() == .spent)
        world.hands.advance(86_400 - 900)
        #expect(try allowance() == .now)
    }

    @Test("folders of a mailbox share what it gets", arguments: ["victim+1@example.org", "victim+@example.org"])
    func folders(other: String) throws {
        let world = try World()
        for _ in 0..<3 { try note(world, "victim+ordner@example.org", from: world.requester()) }
        func allowance(_ address: String) throws -> RequestedMail.Allowance {
            try RequestedMail.allowance(
                .accessCode, to: EmailAddress(address), key: world.key, now: world.now, in: world.database)
        }
        #expect(try allowance(other) == .spent && allowance("victim@example.org") == .spent)
        #expect(try allowance("victim2@example.org") == .now && allowance("victim@example.com") == .now)
        #expect(try allowance("+victim@example.org") == .now)
    }

    @Test("a day later nothing is left, and nothing of a clock that was wrong")
    func forgets() throws {
        let world = try World()
        try note(world, "a@example.org", from: world.requester())
        world.hands.advance(400 * 86_400)
        try note(world, "b@example.org", from: world.requester())
        world.hands.advance(-399 * 86_400)
        try world.database.transaction { try RequestedMail.forget(now: world.now, in: $0) }
        let left = try world.database.count("SELECT count(*) FROM requested_mail")
        #expect(left == 0)
    }

    @Test("neither addresses nor networks can be read from what is kept")
    func tags() throws {
        let world = try World()
        try note(world, "person@example.org", from: world.requester("198.51.100.0/24"))
        let other = try World()
        #expect(world.requester() == world.requester())
        #expect(world.requester() != other.requester())
        #expect(world.requester("10.0.0.0/24").network != world.requester("10.0.0.0/24").neighbourhood)
    }
}
