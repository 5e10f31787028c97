internal import Networking

/// Finds the connections that have waited longest for a request, for when room is needed.
///
/// All of them are looked at once for many that are needed, so that a flood of new connections does not cost as many
/// searches.
struct Expendables {
    /// How many one search finds.
    private static let batch = 64

    /// The longest waiting last.
    private var found: [(connection: Connection, since: MonotonicInstant)] = []

    /// The next one to give up, nil when nobody waits.
    mutating func next(of all: some Collection<Connection>) -> Connection? {
        if let connection = takeFound() { return connection }
        found = all.compactMap { connection in connection.expendableSince.map { (connection, $0) } }
        found.sort { $0.since > $1.since }
        found.removeFirst(max(0, found.count - Expendables.batch))
        return takeFound()
    }

    /// The next one that has been found and still waits as it did then.
    private mutating func takeFound() -> Connection? {
        while let (connection, since) = found.popLast() {
            if connection.expendableSince == since { return connection }
        }
        return nil
    }
}
