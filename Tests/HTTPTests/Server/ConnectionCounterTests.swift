import Networking
import Testing

@testable import HTTP

@Suite("The census of connections")
struct ConnectionCounterTests {
    private let office = ClientNetwork(IPv4Address(0xC000_0201))
    private let home = ClientNetwork(IPv4Address(0xC633_6401))

    @Test("a network has its share, and others have theirs")
    func networks() {
        let census = ConnectionCounter(limit: 10, networkLimit: 2)
        #expect(census.enter(office) == .admitted)
        #expect(census.enter(office) == .admitted)
        #expect(census.enter(office) == .networkIsFull)
        #expect(census.enter(home) == .admitted)
        #expect(census.total == 3)
        census.leave(office)
        #expect(census.enter(office) == .admitted)
    }

    @Test("who stands for many is not counted as one network")
    func shared() {
        let census = ConnectionCounter(limit: 10, networkLimit: 1)
        for _ in 0..<5 { #expect(census.enter(nil) == .admitted) }
        #expect(census.total == 5)
        census.leave(nil)
        #expect(census.total == 4)
    }

    @Test("beyond the limit it says so, and counts until that connection leaves")
    func total() {
        let census = ConnectionCounter(limit: 1, networkLimit: 5)
        #expect(census.enter(home) == .admitted)
        #expect(census.enter(office) == .isFull)
        census.leave(office)
        #expect(census.enter(office) == .isFull)
        census.leave(office)
        census.leave(home)
        #expect(census.enter(office) == .admitted)
    }

    @Test("a connection joins its network when a proxy has told it")
    func joins() {
        let census = ConnectionCounter(limit: 10, networkLimit: 1)
        #expect(census.enter(nil) == .admitted)
        #expect(census.join(office))
        #expect(!census.join(office))
        census.leave(office)
        #expect(census.total == 0)
        #expect(census.join(office))
    }
}
