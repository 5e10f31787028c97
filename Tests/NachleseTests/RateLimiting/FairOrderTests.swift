import Codecs
import DomainTestSupport
import Testing

@testable import Nachlese

struct FairOrderTests {
    private struct Request {
        let name: String
        let requester: Requester
        var isLate = false
    }

    private func names(_ turns: FairOrder, _ waiting: [Request]) -> [String] {
        turns.order(waiting, by: \.requester, handicap: { $0.isLate ? 1 : 0 }).map(\.name)
    }

    @Test("the first of each network, then the second of each")
    func order() throws {
        let world = try World()
        let waiting =
            (0..<3).map { Request(name: "a\($0)", requester: world.requester("10.0.0.0/24")) }
            + (0..<2).map { Request(name: "b\($0)", requester: world.requester("10.1.0.0/24")) }
            + [Request(name: "c0", requester: world.requester("10.2.0.0/24"))]
        #expect(names(FairOrder(), waiting) == ["a0", "b0", "c0", "a1", "b1", "a2"])
        #expect(names(FairOrder(), []).isEmpty)
    }

    @Test("who was served lets those go first who were not, though they came later; after an hour that is forgotten")
    func served() throws {
        let world = try World()
        let turns = FairOrder()
        let flood = world.requester("10.0.0.0/24")
        let waiting = [
            Request(name: "a", requester: flood), Request(name: "b", requester: world.requester("10.1.0.0/24")),
        ]
        #expect(names(turns, waiting) == ["a", "b"])
        turns.count(flood, now: world.now)
        #expect(names(turns, waiting) == ["b", "a"])
        turns.count(world.requester("10.9.0.0/24"), now: world.now + 3600)
        #expect(names(turns, waiting) == ["a", "b"])
        // A clock put back forgets as well, and blocks nothing.
        turns.count(flood, now: world.now + 3600)
        turns.count(world.requester("10.9.0.0/24"), now: world.now)
        #expect(names(turns, waiting) == ["a", "b"])
    }

    @Test("of many networks in one neighbourhood, four count as one")
    func neighbourhood() throws {
        let world = try World()
        let waiting =
            (0..<8).map { Request(name: "a\($0)", requester: world.requester("10.0.\($0).0/24")) }
            + [Request(name: "b", requester: world.requester("10.1.0.0/24"))]
        #expect(names(FairOrder(), waiting) == ["a0", "a1", "a2", "a3", "b", "a4", "a5", "a6", "a7"])
    }

    @Test("who comes without work lets a turn pass")
    func handicap() throws {
        let world = try World()
        let waiting = [
            Request(name: "a", requester: world.requester("10.0.0.0/24"), isLate: true),
            Request(name: "b", requester: world.requester("10.1.0.0/24")),
        ]
        #expect(names(FairOrder(), waiting) == ["b", "a"])
    }
}
