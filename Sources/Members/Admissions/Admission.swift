package import Catalogue
package import Codecs
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

extension Admission: RowDecodable {
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
        try database.all(ofAccount, account)
    }

    private static let columns: SQL = """
        admission.id, admission.account_id, admission.series_id, admission.module_id, scope.slug, scope.title,
        admission.ends_at
        """

    // In two halves, each of which has an index of its own; asked for both at once, SQLite would read the whole table.
    static let ofAccount: SQL = """
        SELECT \(columns) FROM admission JOIN series scope ON scope.id = admission.series_id
        WHERE admission.account_id = ?1 AND admission.series_id IS NOT NULL
        UNION ALL
        SELECT \(columns) FROM admission JOIN module scope ON scope.id = admission.module_id
        WHERE admission.account_id = ?1 AND admission.module_id IS NOT NULL
        ORDER BY 1
        """

    package init(_ row: inout RowReader) throws {
        let id = try row.read(ID.self)
        let account = try row.read(Account.ID.self)
        let series = try row.read(Series.ID?.self)
        let module = try row.read(Module.ID?.self)
        guard let scope = series.map(Scope.series) ?? module.map(Scope.module) else {
            throw row.mismatch("is NULL, as series_id is")
        }
        self.init(
            id: id, account: account, scope: scope, slug: try row.read(), title: try row.read(), endsAt: try row.read())
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
        try database.exists(
            """
            SELECT 1 FROM admission WHERE account_id = ? AND (module_id = ? OR series_id = ?)
                AND (ends_at IS NULL OR ends_at > ?) LIMIT 1
            """, account, module, series, now)
    }

    /// What an account may download from at that moment.
    package static func scopes(of account: Account.ID, now: Timestamp, in database: Database) throws -> Set<Scope> {
        // In two halves, as above.
        let found = try database.all(
            """
            SELECT series_id, NULL FROM admission
            WHERE account_id = ?1 AND series_id IS NOT NULL AND (ends_at IS NULL OR ends_at > ?2)
            UNION ALL
            SELECT NULL, module_id FROM admission
            WHERE account_id = ?1 AND module_id IS NOT NULL AND (ends_at IS NULL OR ends_at > ?2)
            """, account, now
        ) { row in
            let series = try row.read(Series.ID?.self)
            let module = try row.read(Module.ID?.self)
            return series.map(Scope.series) ?? module.map(Scope.module)
        }
        return Set(found.compactMap { $0 })
    }

    private static let publishedModules: SQL = """
        SELECT \(ModuleHeading.columns) FROM module
        WHERE published_at IS NOT NULL
            AND (id IN (SELECT module_id FROM admission WHERE account_id = ?1 AND module_id IS NOT NULL
                    AND (ends_at IS NULL OR ends_at > ?2))
                OR series_id IN (SELECT series_id FROM admission WHERE account_id = ?1 AND series_id IS NOT NULL
                    AND (ends_at IS NULL OR ends_at > ?2)))
        ORDER BY held_on DESC, id DESC
        """

    /// The published modules an account may download from, newest first.
    package static func modules(
        of account: Account.ID, now: Timestamp, in database: Database
    ) throws -> [ModuleHeading] {
        try database.all(publishedModules, account, now)
    }
}
