import Networking
import Testing

@testable import HTTP

@Suite("The counter of connections")
struct ConnectionCounterTests {
    private typealias Origin = ConnectionCounter.Origin

    private func origin(_ address: String) throws -> Origin {
        Origin(try SocketAddress(address.contains(":") ? "[\(address)]:1" : "\(address):1"))
    }

    private func counter(_ total: Int, network: Int, address: Int) -> ConnectionCounter {
        ConnectionCounter(total: total, perNetwork: network, perAddress: address)
    }

    @Test("a network has its share, and others have theirs")
    func networks() throws {
        let counter = counter(10, network: 2, address: 10)
        let office = try origin("192.0.2.1")
        let neighbour = try origin("192.0.2.2")
        #expect(counter.enter(office) == nil)
        #expect(counter.enter(neighbour) == nil)
        #expect(counter.enter(office) == .network(office.network))
        #expect(counter.enter(try origin("198.51.100.1")) == nil)
        #expect(counter.current == 4, "one beyond its share counts until it leaves")
        counter.leave(office)
        counter.leave(neighbour)
        #expect(counter.enter(office) == nil)
        #expect(counter.enter(office) == .network(office.network))
    }

    @Test("an address has a share within its network's, in IPv6's form too")
    func addresses() throws {
        let counter = counter(10, network: 3, address: 1)
        let office = try origin("192.0.2.1")
        let share = ConnectionCounter.Share.address(IPv4Address(0xC000_0201))
        #expect(counter.enter(office) == nil)
        #expect(counter.enter(try origin("::ffff:192.0.2.1")) == share)
        counter.leave(office)
        #expect(counter.enter(try origin("192.0.2.2")) == nil)
        #expect(counter.enter(office) == share, "the narrowest share that is exceeded")
        #expect(counter.enter(try origin("192.0.2.3")) == .network(office.network))
    }

    @Test("single addresses of an IPv6 network are not counted")
    func addressesOfIPv6() throws {
        let counter = counter(10, network: 3, address: 1)
        for number in 1...3 { #expect(counter.enter(try origin("2001:db8::\(number)")) == nil) }
        #expect(counter.enter(try origin("2001:db8::4")) == .network(try origin("2001:db8::9").network))
        #expect(counter.enter(try origin("2001:db8:0:1::1")) == nil)
    }

    @Test("who stands for many is counted among all only")
    func shared() {
        let counter = counter(10, network: 1, address: 1)
        for _ in 0..<5 { #expect(counter.enter(nil) == nil) }
        #expect(counter.current == 5)
        counter.leave(nil)
        #expect(counter.current == 4)
    }

    @Test("beyond the limit it says so, and counts until that connection leaves")
    func total() throws {
        let counter = counter(1, network: 5, address: 5)
        let home = try origin("198.51.100.1")
        let office = try origin("192.0.2.1")
        #expect(counter.enter(home) == nil)
        #expect(counter.enter(office) == .all)
        counter.leave(office)
        #expect(counter.enter(office) == .all)
        counter.leave(office)
        counter.leave(home)
        #expect(counter.enter(office) == nil)
    }

    @Test("a connection joins its shares when a proxy has told them, and leaves with all of them")
    func joins() throws {
        let counter = counter(10, network: 2, address: 1)
        let office = try origin("192.0.2.1")
        let share = ConnectionCounter.Share.address(IPv4Address(0xC000_0201))
        for _ in 0..<2 { #expect(counter.enter(nil) == nil) }
        #expect(counter.join(office) == nil)
        #expect(counter.join(office) == share)
        counter.leave(office)
        counter.leave(office)
        #expect(counter.current == 0)
        #expect(counter.join(office) == nil)
    }
}
