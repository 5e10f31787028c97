import Platform

/// The table of old addresses in force; all workers share it, and it may be replaced while they work.
package final class Redirects: Sendable {
    private let table: Locked<RedirectTable>

    package init(_ table: RedirectTable = .empty) {
        self.table = Locked(table)
    }

    package func replace(with table: RedirectTable) {
        self.table.withLock { $0 = table }
    }

    var current: RedirectTable { table.withLock { $0 } }
}
