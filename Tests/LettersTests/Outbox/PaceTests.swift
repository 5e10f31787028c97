import Codecs
import DomainTestSupport
import Testing

@testable import Letters
@testable import Nachlese

struct PaceTests {
    @Test("so many in a minute, then the round ends, and the next ones go on when there is room")
    func perMinute() async throws {
        let world = try World()
        for number in 0..<7 { try await world.mail(to: "p\(number)@example.org") }
        let transport = ToldTransport()
        let pace = SendingRate(perMinute: 3, perDay: 0)
        let first = try await world.sender(transport, pace: pace).deliverDue(with: world.writer)
        #expect(first.handedOver.count == 3 && first.pausedUntil == world.now + 60)
        world.hands.advance(59)
        // A new process does not begin anew.
        #expect(try await world.sender(transport, pace: pace).deliverDue(with: world.writer).handedOver.isEmpty)
        world.hands.advance(1)
        #expect(try await world.sender(transport, pace: pace).deliverDue(with: world.writer).handedOver.count == 3)
        #expect(transport.recipients == (0..<6).map { "p\($0)@example.org" })
    }

    @Test("so many in a day, whatever the minute allows")
    func perDay() async throws {
        let world = try World()
        for number in 0..<5 { try await world.mail(to: "p\(number)@example.org") }
        let sender = try world.sender(ToldTransport(), pace: SendingRate(perMinute: 2, perDay: 4))
        let start = world.now
        #expect(try await sender.deliverDue(with: world.writer).handedOver.count == 2)
        world.hands.advance(100)
        let second = try await sender.deliverDue(with: world.writer)
        #expect(second.handedOver.count == 2 && second.pausedUntil == start + 86_400)
        world.hands.advance(86_299)
        #expect(try await sender.deliverDue(with: world.writer).handedOver.isEmpty)
        world.hands.advance(1)
        #expect(try await sender.deliverDue(with: world.writer).handedOver.count == 1)
    }

    @Test("a clock that was put back stops nothing")
    func clock() async throws {
        let world = try World()
        for number in 0..<2 { try await world.mail(to: "p\(number)@example.org") }
        let sender = try world.sender(ToldTransport(), pace: SendingRate(perMinute: 1, perDay: 1))
        world.hands.advance(10 * 86_400)
        #expect(try await sender.deliverDue(with: world.writer).handedOver.count == 1)
        world.hands.advance(-5 * 86_400)
        #expect(try await sender.deliverDue(with: world.writer).handedOver.count == 1)
    }

    @Test("a command keeps to it too")
    func own() async throws {
        let world = try World()
        let sender = try world.sender(ToldTransport(), pace: SendingRate(perMinute: 1, perDay: nil))
        let first = try await world.mail(to: "a@example.org")
        let second = try await world.mail(to: "b@example.org")
        #expect(try await sender.deliver(first.id, with: world.writer).handedOver == [first.id])
        let report = try await sender.deliver(second.id, with: world.writer)
        #expect(report.handedOver.isEmpty && report.pausedUntil == world.now + 60)
    }

    @Test("bounds below 1 are none, and the settings have 60 and 500")
    func bounds() {
        #expect(SendingRate(perMinute: 0, perDay: -1) == .unbounded)
        #expect(SendingRate(Settings()) == SendingRate(perMinute: 60, perDay: 500))
    }
}
