internal import Networking
internal import Platform

/// Counts the connections of all workers, in all and by client network.
///
/// Nobody can take all the room: one network (an IPv4 /24, an IPv6 /64) has a share of its own.
final class ConnectionCensus: Sendable {
    /// What becomes of a new connection.
    enum Verdict: Equatable {
        /// There is room.
        case admitted
        /// The network has its share already.
        case networkIsFull
        /// There is no room at all until somebody leaves.
        case isFull
    }

    private struct Counts {
        var total = 0
        var networks: [ClientNetwork: Int] = [:]
    }

    private let limit: Int
    private let networkLimit: Int
    private let counts = Locked(Counts())

    /// `limit` and `networkLimit`: connections in all, and of one network.
    init(limit: Int, networkLimit: Int) {
        self.limit = limit
        self.networkLimit = networkLimit
    }

    /// Connections at this moment.
    var total: Int {
        counts.withLock { $0.total }
    }

    /// Counts a new connection in; `admitted` and `isFull` have to be followed by `leave` in the end.
    ///
    /// A connection beyond the limit is counted too: whoever gets `isFull` makes room or lets it go.
    /// `network`: nil for one that many share, such as a proxy's.
    func enter(_ network: ClientNetwork?) -> Verdict {
        counts.withLock { counts in
            if let network {
                guard counts.networks[network, default: 0] < networkLimit else { return .networkIsFull }
                counts.networks[network, default: 0] += 1
            }
            counts.total += 1
            return counts.total > limit ? .isFull : .admitted
        }
    }

    /// Counts a connection to its network once a proxy has told it; false when the network has its share already.
    func join(_ network: ClientNetwork) -> Bool {
        counts.withLock { counts in
            guard counts.networks[network, default: 0] < networkLimit else { return false }
            counts.networks[network, default: 0] += 1
            return true
        }
    }

    /// Counts a connection out.
    func leave(_ network: ClientNetwork?) {
        counts.withLock { counts in
            counts.total -= 1
            guard let network, let count = counts.networks[network] else { return }
            counts.networks[network] = count > 1 ? count - 1 : nil
        }
    }
}
