import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Nachlese

struct CredentialRequestTests {
    @Test("an address waits once, however it is written and however often it asks")
    func once() throws {
        let world = try World()
        for email in ["b@example.org", "Person@Example.ORG", "person@example.org", "b@example.org"] {
            #expect(try world.ask(email))
            world.hands.advance(1)
        }
        #expect(try world.waiting == ["b@example.org", "person@example.org"])
    }

    @Test("asking again writes to the disk as the first time does, so that the time tells nothing")
    func sameWork() throws {
        let world = try World()
        let reader = try Store.openForReading(world.scratch.data)
        // The first stamp of a connection is of another kind.
        _ = try reader.changeStamp
        var stamps = [try reader.changeStamp]
        for email in ["a@example.org", "a@example.org", "a@example.org", "b@example.org"] {
            try world.ask(email)
            stamps.append(try reader.changeStamp)
        }
        #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test("no more than so many wait")
    func bounded() throws {
        let world = try World()
        for number in 0..<CredentialRequest.mostWaiting { #expect(try world.ask("p\(number)@example.org")) }
        #expect(try !world.ask("late@example.org"))
        #expect(try !world.ask("p1@example.org"))
        #expect(try world.waiting.count == CredentialRequest.mostWaiting)
    }

    @Test("where too many wait, those of whom most wait give way, the newest first, and nobody else")
    func givesWay() throws {
        let world = try World()
        try world.ask("elsewhere@example.org", from: "192.0.2.0/24")
        for number in 1..<CredentialRequest.mostWaiting { #expect(try world.ask("p\(number)@example.org")) }
        #expect(try world.ask("person@example.org", from: "203.0.113.0/24"))
        let waiting = try world.waiting
        #expect(waiting.count == CredentialRequest.mostWaiting)
        #expect(waiting.contains("person@example.org") && waiting.contains("elsewhere@example.org"))
        #expect(!waiting.contains("p\(CredentialRequest.mostWaiting - 1)@example.org"))
        #expect(waiting.contains("p1@example.org"))
    }

    @Test("a flood of networks that are one neighbourhood is one crowd")
    func neighbourhood() throws {
        let world = try World()
        for number in 0..<CredentialRequest.mostWaiting {
            #expect(try world.ask("p\(number)@example.org", from: "10.9.\(number % 250).0/24"))
        }
        #expect(try !world.ask("late@example.org", from: "10.9.251.0/24"))
        #expect(try world.ask("person@example.org", from: "203.0.113.0/24"))
    }

    @Test("an address that is asked for from several networks waits once for each, and gets one mail")
    func severalNetworks() async throws {
        let world = try World()
        _ = try world.account()
        try world.ask(from: "198.51.100.0/24")
        try world.ask(from: "203.0.113.0/24")
        #expect(try world.waiting.count == 2)
        #expect(try await world.credentials().processAll(with: world.writer).mailed.count == 1)
        #expect(try world.waiting.isEmpty)
    }

    @Test("a network that asks again and again has to wait, longer and longer, and not for ever")
    func throttled() async throws {
        let world = try World()
        let requests = CredentialRequests(
            writer: Writer(try Store.openForWriting(world.scratch.data)), clock: world.clock)
        func submit(_ number: Int, from network: String?) async throws -> Int64 {
            switch try await requests.submit(
                EmailAddress("p\(number)@example.org"), from: network.map { world.requester($0) } ?? .unknown)
            {
            case .noted, .full: 0
            case .throttled(let seconds): seconds
            }
        }
        var taken = 0
        while try await submit(taken, from: "198.51.100.0/24") == 0 { taken += 1 }
        #expect(taken == 20)
        #expect(try await submit(0, from: "203.0.113.0/24") == 0)
        let first = try await submit(0, from: "198.51.100.0/24")
        world.hands.advance(first)
        #expect(try await submit(0, from: "198.51.100.0/24") == 0)
        let second = try await submit(0, from: "198.51.100.0/24")
        #expect(second > first)
        for _ in 0..<20 {
            let wait = try await submit(0, from: "198.51.100.0/24")
            #expect(wait <= 600)
            world.hands.advance(wait)
            #expect(try await submit(0, from: "198.51.100.0/24") == 0)
        }
        // Where everybody seems to come from one network, nothing is held against it.
        for number in 0..<100 { #expect(try await submit(number, from: nil) == 0) }
    }
}
