internal import Networking

/// The connections of one worker, and which of them goes first when there are too many.
struct ConnectionTable {
    /// How many one search among all connections finds, so that a flood of new ones does not cost as many searches.
    private static let batch = 64

    private typealias Found = (connection: Connection, wait: Connection.State.Wait)

    private var connections: [ObjectIdentifier: Connection] = [:]
    private var networks: [ClientNetwork: [Connection]] = [:]
    /// Of all connections, those that go next; the next one is the last.
    private var found: [Found] = []

    var isEmpty: Bool { connections.isEmpty }

    var all: some Collection<Connection> { connections.values }

    subscript(id: ObjectIdentifier) -> Connection? { connections[id] }

    /// Keeps a connection, which has its origin already if that is known.
    mutating func insert(_ connection: Connection) -> ObjectIdentifier {
        let id = ObjectIdentifier(connection)
        connections[id] = connection
        index(connection)
        return id
    }

    /// Takes note of where a connection comes from, if that was not known when it was inserted.
    mutating func index(_ connection: Connection) {
        if let origin = connection.origin { networks[origin.network, default: []].append(connection) }
    }

    mutating func remove(_ id: ObjectIdentifier) {
        guard let connection = connections.removeValue(forKey: id), let network = connection.origin?.network,
            let place = networks[network]?.firstIndex(where: { $0 === connection })
        else { return }
        networks[network]?.remove(at: place)
        if networks[network]?.isEmpty == true { networks[network] = nil }
    }

    /// The connection of a share that goes first when room is needed; nil where none can be given up.
    mutating func first(in share: ConnectionCounter.Share) -> Connection? {
        switch share {
        case .address(let address):
            waits(of: networks[ClientNetwork(address), default: []]) { $0.origin?.address == address }
                .min { $0.wait < $1.wait }?.connection
        case .network(let network):
            waits(of: networks[network, default: []]) { _ in true }.min { $0.wait < $1.wait }?.connection
        case .all: firstOfAll()
        }
    }

    private func waits(
        of connections: some Sequence<Connection>, where isMeant: (Connection) -> Bool
    ) -> [Found] {
        connections.compactMap { connection in
            isMeant(connection) ? connection.wait.map { (connection, $0) } : nil
        }
    }

    private mutating func firstOfAll() -> Connection? {
        if let connection = takeFound() { return connection }
        found = waits(of: connections.values) { _ in true }
        found.sort { $0.wait > $1.wait }
        found.removeFirst(max(0, found.count - ConnectionTable.batch))
        return takeFound()
    }

    /// The next one that has been found and still waits as it did then.
    private mutating func takeFound() -> Connection? {
        while let (connection, wait) = found.popLast() {
            if connection.wait == wait { return connection }
        }
        return nil
    }
}
