import DomainTestSupport
import Mail
import SQLite
import TestSupport
import Testing

@testable import Nachlese

struct AccessRequestSubmissionTests {
    private func submit(
        _ world: World, _ reception: AccessRequestSubmission, _ draft: AccessRequest.Draft? = nil,
        stamp: FormStamp? = nil,
        proof: String? = nil, after seconds: Int64 = 60, from requester: Requester? = nil
    ) async throws -> AccessRequestSubmission.Outcome {
        let stamp = try stamp ?? reception.stamp()
        world.hands.advance(seconds)
        return try await reception.submit(
            draft ?? world.draft(), stamp: stamp.text, proof: proof ?? World.proof(for: stamp),
            from: requester ?? world.requester())
    }

    @Test("it is taken, and waits for its mail")
    func taken() async throws {
        let world = try World()
        #expect(try await submit(world, try world.reception()) == .noted)
        #expect(try world.unconfirmed == ["fremd@example.org"])
    }

    @Test("two seconds with the work done, twenty without; the form stays good meanwhile")
    func early() async throws {
        let world = try World()
        let reception = try world.reception()
        let stamp = try reception.stamp()
        #expect(try await submit(world, reception, stamp: stamp, after: 1) == .early(1))
        #expect(try await submit(world, reception, stamp: stamp, proof: "", after: 1) == .early(18))
        #expect(try await submit(world, reception, stamp: stamp, after: 0) == .noted)
        let other = try reception.stamp()
        #expect(try await submit(world, reception, stamp: other, proof: "1", after: 20) == .noted)
        #expect(try world.unconfirmed.count == 2)
    }

    @Test("a form that was sent already does nothing again, and does not serve for something else")
    func replayed() async throws {
        let world = try World()
        let reception = try world.reception()
        let stamp = try reception.stamp()
        let proof = World.proof(for: stamp)
        #expect(try await submit(world, reception, stamp: stamp, proof: proof) == .noted)
        #expect(try await submit(world, reception, stamp: stamp, proof: proof) == .noted)
        let other = try world.draft("andere@example.org")
        #expect(try await submit(world, reception, other, stamp: stamp, proof: proof) == .stale)
        // A new process knows that, too.
        #expect(try await submit(world, try world.reception(), other, stamp: stamp, proof: proof) == .stale)
        #expect(try world.unconfirmed == ["fremd@example.org"])
    }

    @Test("what was seen to meanwhile is not done again either, for members and strangers alike")
    func replayedLater() async throws {
        let world = try World()
        let reception = try world.reception()
        _ = try world.account()
        for email in ["person@example.org", "fremd@example.org"] {
            let stamp = try reception.stamp()
            let draft = try world.draft(email)
            #expect(try await submit(world, reception, draft, stamp: stamp) == .noted)
            _ = try await world.accessCodes().processAll(with: world.writer)
            world.hands.advance(600)
            #expect(try await submit(world, reception, draft, stamp: stamp) == .noted)
            #expect(try world.unconfirmed.isEmpty)
        }
    }

    @Test("a form that lay open for a day, was changed, or comes from a time to come is asked for anew")
    func stale() async throws {
        let world = try World()
        let reception = try world.reception()
        let stamp = try reception.stamp()
        #expect(try await submit(world, reception, stamp: stamp, after: 86_400) == .stale)
        let early = try reception.stamp()
        #expect(try await submit(world, reception, stamp: early, after: -10) == .stale)
        #expect(
            try await reception.submit(world.draft(), stamp: "", proof: "", from: world.requester()) == .stale)
        #expect(try world.unconfirmed.isEmpty)
    }

    @Test("a network that asks again and again has to wait, sooner without work, and not for ever")
    func throttled() async throws {
        let world = try World()
        let reception = try world.reception()
        func waits(_ network: String, proof: String? = nil) async throws -> Int {
            var taken = 0
            while taken < 100 {
                let requester = network.isEmpty ? Requester.unknown : world.requester(network)
                let outcome = try await submit(
                    world, reception, world.draft("p\(taken)@example.org"), proof: proof, after: 20, from: requester)
                guard outcome == .noted else {
                    guard case .throttled(let seconds) = outcome else { throw Missing() }
                    #expect((1...1800).contains(seconds))
                    world.hands.advance(seconds)
                    #expect(
                        try await submit(
                            world, reception, world.draft("nach@example.org"), proof: proof, after: 20,
                            from: requester) == .noted)
                    return taken
                }
                taken += 1
            }
            return taken
        }
        #expect(try await waits("10.0.0.0/24") == 5)
        #expect(try await waits("10.1.0.0/24", proof: "") == 2)
        #expect(try await waits("10.2.0.0/24") == 5)
        // Where everybody seems to come from one network, nothing is held against it.
        #expect(try await waits("", proof: "") == 100)
    }

    @Test("what is not taken because too many wait can be sent again as it is")
    func full() async throws {
        let world = try World()
        let reception = try world.reception()
        for number in 0..<UnconfirmedAccessRequest.mostWaiting {
            try world.request(world.draft("p\(number)@example.org"))
        }
        let stamp = try reception.stamp()
        let proof = World.proof(for: stamp)
        #expect(try await submit(world, reception, stamp: stamp, proof: proof) == .full)
        try world.database.transaction { _ = try $0.run("DELETE FROM unconfirmed_access_request") }
        #expect(try await submit(world, reception, stamp: stamp, proof: proof) == .noted)
    }

    @Test("who guesses codes has to wait; a right one is not held against anybody")
    func guesses() async throws {
        let world = try World()
        let reception = try world.reception()
        try world.request(world.draft())
        _ = try await world.accessCodes().processAll(with: world.writer)
        let code = try world.code(in: world.codeMails.first.unwrapped())
        for _ in 0..<30 {
            let outcome = try await reception.confirm(code, from: world.requester())
            guard case .filed = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
        let wrong = code.hasPrefix("222") ? "333-333-333" : "222-222-222"
        for _ in 0..<10 { #expect(try await reception.confirm(wrong, from: world.requester()) == .wrong) }
        guard case .throttled(let seconds) = try await reception.confirm(wrong, from: world.requester()) else {
            Issue.record("guessing goes on")
            return
        }
        #expect(try await reception.confirm(code, from: world.requester("203.0.113.0/24")) != .wrong)
        world.hands.advance(seconds)
        #expect(try await reception.confirm(code, from: world.requester()) != .wrong)
        // However many networks somebody has: those around them wait for each other.
        for number in 0..<40 {
            #expect(try await reception.confirm(wrong, from: world.requester("10.0.\(number).0/24")) == .wrong)
        }
        guard case .throttled = try await reception.confirm(wrong, from: world.requester("10.0.200.0/24")) else {
            Issue.record("guessing goes on from next door")
            return
        }
        #expect(try await reception.confirm(wrong, from: world.requester("10.1.0.0/24")) == .wrong)
        for typed in ["", "nein", "1234", String(repeating: "x", count: 60_000)] {
            #expect(try await reception.confirm(typed, from: world.requester()) == .wrong)
        }
    }
}
