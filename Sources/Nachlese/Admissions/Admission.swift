package import SQLite

/// The right of an account to the presentations of a module or of a whole series, until an end or without one.
package struct Admission: Sendable, Identifiable {
    package typealias ID = Identifier<Admission>

    package enum Scope: Hashable, Sendable {
        case series(Series.ID)
        case module(Module.ID)
    }

    package let id: ID
    package let account: Account.ID
    package let scope: Scope
    /// The slug and title of what it admits to.
    package let slug: Slug
    package let title: String
    package let endsAt: Timestamp?

    package func isValid(at now: Timestamp) -> Bool {
        endsAt.map { now < $0 } ?? true
    }
}

extension Admission {
    /// Whether `admit` changed something.
    package enum Change: Equatable, Sendable {
        case added
        /// It was there with another end.
        case changedEnd
        case unchanged
    }

    /// Admits an account; admitting again sets the end anew.
    @discardableResult
    package static func admit(
        _ account: Account.ID, to scope: Scope, until end: Timestamp?, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Change {
        if let present = try all(of: account, in: transaction.database).first(where: { $0.scope == scope }) {
            guard present.endsAt != end else { return .unchanged }
            try transaction.run("UPDATE admission SET ends_at = ? WHERE id = ?", end, present.id)
            return .changedEnd
        }
        switch scope {
        case .series(let id):
            try transaction.run(
                "INSERT INTO admission (account_id, series_id, ends_at, created_at) VALUES (?, ?, ?, ?)",
                account, id, end, now)
        case .module(let id):
            try transaction.run(
                "INSERT INTO admission (account_id, module_id, ends_at, created_at) VALUES (?, ?, ?, ?)",
                account, id, end, now)
        }
        return .added
    }

    /// Takes an admission back; false when there was none.
    package static func withdraw(
        _ scope: Scope, from account: Account.ID, in transaction: borrowing Transaction
    ) throws -> Bool {
        switch scope {
        case .series(let id):
            try transaction.run("DELETE FROM admission WHERE account_id = ? AND series_id = ?", account, id) > 0
        case .module(let id):
            try transaction.run("DELETE FROM admission WHERE account_id = ? AND module_id = ?", account, id) > 0
        }
    }

    package static func all(of account: Account.ID, in database: Database) throws -> [Admission] {
        // In two halves, each of which has an index of its own; asked for both at once, SQLite would read the whole table.
        try database.query(
            """
            SELECT a.id, a.account_id, a.series_id, a.module_id, a.ends_at, s.slug, s.title
            FROM admission a JOIN series s ON s.id = a.series_id WHERE a.account_id = ?1 AND a.series_id IS NOT NULL
            UNION ALL
            SELECT a.id, a.account_id, a.series_id, a.module_id, a.ends_at, m.slug, m.title
            FROM admission a JOIN module m ON m.id = a.module_id WHERE a.account_id = ?1 AND a.module_id IS NOT NULL
            ORDER BY 1
            """, account
        ) { row in
            let series: Series.ID? = try row[2]
            let module: Module.ID? = try row[3]
            guard let scope = series.map(Scope.series) ?? module.map(Scope.module) else { return nil as Admission? }
            return Admission(
                id: try row[0], account: try row[1], scope: scope, slug: try row[5], title: try row[6],
                endsAt: try row[4])
        }.compactMap { $0 }
    }

    /// Whether an account may download what is for the admitted of a module.
    package static func covers(
        _ module: Module, account: Account.ID, now: Timestamp, in database: Database
    ) throws -> Bool {
        try covers(module.id, of: module.series, account: account, now: now, in: database)
    }

    /// The same for a module of which only the keys are known.
    package static func covers(
        _ module: Module.ID, of series: Series.ID, account: Account.ID, now: Timestamp, in database: Database
    ) throws -> Bool {
        try database.first(
            """
            SELECT 1 FROM admission WHERE account_id = ? AND (module_id = ? OR series_id = ?)
                AND (ends_at IS NULL OR ends_at > ?) LIMIT 1
            """, account, module, series, now, map: { (_: borrowing Row) in true }) ?? false
    }

    /// What an account may download from at that moment.
    package static func scopes(of account: Account.ID, now: Timestamp, in database: Database) throws -> Set<Scope> {
        // In two halves, as above.
        Set(
            try database.query(
                """
                SELECT series_id, NULL FROM admission
                WHERE account_id = ?1 AND series_id IS NOT NULL AND (ends_at IS NULL OR ends_at > ?2)
                UNION ALL
                SELECT NULL, module_id FROM admission
                WHERE account_id = ?1 AND module_id IS NOT NULL AND (ends_at IS NULL OR ends_at > ?2)
                """, account, now
            ) { row in
                let series: Series.ID? = try row[0]
                return try series.map(Scope.series) ?? .module(row[1])
            })
    }

    /// The published modules an account may download from, newest first.
    package static func modules(of account: Account.ID, now: Timestamp, in database: Database) throws
        -> [ModuleHeading]
    {
        try ModuleHeading.all(for: account, now: now, in: database)
    }
}
