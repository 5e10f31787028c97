internal import Networking
internal import Platform

/// Counts the connections of all workers: in all, by client network, and by single IPv4 address.
///
/// The share of a network (an IPv4 /24, an IPv6 /64) is meant to be the larger one: behind one IPv4 address may be an
/// office, behind one /24 several.
final class ConnectionCounter: Sendable {
    /// Connections that are bounded together.
    enum Share: Hashable {
        case address(IPv4Address)
        case network(ClientNetwork)
        case all
    }

    /// The shares that a connection has a place in, beside that of all.
    struct Origin: Equatable {
        let network: ClientNetwork
        /// Nil for a client that does not come by IPv4: in an IPv6 /64 anybody has as many addresses as they like.
        let address: IPv4Address?

        init(_ client: SocketAddress) {
            network = client.network
            address = client.ipv4
        }
    }

    private struct Counts {
        var total = 0
        var networks: [ClientNetwork: Int] = [:]
        var addresses: [IPv4Address: Int] = [:]

        mutating func add(_ count: Int, to origin: Origin) {
            Counts.add(count, to: &networks[origin.network])
            if let address = origin.address { Counts.add(count, to: &addresses[address]) }
        }

        private static func add(_ count: Int, to number: inout Int?) {
            let sum = (number ?? 0) + count
            number = sum > 0 ? sum : nil
        }
    }

    private let total: Int
    private let perNetwork: Int
    private let perAddress: Int
    private let counts = Locked(Counts())

    /// Limits: connections in all, of one network, and of one IPv4 address.
    init(total: Int, perNetwork: Int, perAddress: Int) {
        self.total = total
        self.perNetwork = perNetwork
        self.perAddress = perAddress
    }

    /// Connections at this moment.
    var current: Int {
        counts.withLock { $0.total }
    }

    /// Counts a new connection, which has to be followed by `leave` in the end.
    ///
    /// `origin`: nil for one that stands for many clients, such as a proxy's.
    ///
    /// - Returns: the narrowest share that has more connections than it may have now. The connection is counted all the
    ///   same: whoever gets a share makes room in it or lets the connection go.
    func enter(_ origin: Origin?) -> Share? {
        counts.withLock { counts in
            counts.total += 1
            if let origin {
                counts.add(1, to: origin)
                if let share = exceeded(counts, by: origin) { return share }
            }
            return counts.total > total ? .all : nil
        }
    }

    /// Counts a connection that has entered for its client as well, once a proxy has told who that is.
    ///
    /// - Returns: as `enter`.
    func join(_ origin: Origin) -> Share? {
        counts.withLock { counts in
            counts.add(1, to: origin)
            return exceeded(counts, by: origin)
        }
    }

    /// Counts a connection out.
    func leave(_ origin: Origin?) {
        counts.withLock { counts in
            counts.total -= 1
            if let origin { counts.add(-1, to: origin) }
        }
    }

    private func exceeded(_ counts: Counts, by origin: Origin) -> Share? {
        if let address = origin.address, counts.addresses[address, default: 0] > perAddress { return .address(address) }
        return counts.networks[origin.network, default: 0] > perNetwork ? .network(origin.network) : nil
    }
}
