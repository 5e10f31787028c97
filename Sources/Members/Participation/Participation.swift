package import Catalogue
package import Codecs
package import SQLite

/// Somebody who is admitted to a module, itself or with its series, and how far they got.
package struct Participation: Sendable {
    package let account: Account
    package let stage: ParticipationStage
    /// Since when they are on that stage.
    package let since: Timestamp
    /// Why the newest mail came back, is not deliverable or has to wait.
    package let reason: String?
    /// Whether none of their admissions to the module lasts.
    package let hasEnded: Bool
    /// Whether a mail with credentials is in the outbox, be it the newest or not.
    package let isMailOnItsWay: Bool
    /// When the newest password was made for them, mailed or not.
    package let lastIssuedAt: Timestamp?
    /// Whether they have a password that would let them in at this moment.
    package let hasValidPassword: Bool

    /// Whether they are meant to get in at that moment.
    package func isOpen(at now: Timestamp) -> Bool { account.isActive(at: now) && !hasEnded }

    /// Whether they were never in and could not get in: nothing that still works has reached them.
    package var cannotGetIn: Bool {
        switch stage {
        case .listed, .waiting, .undeliverable, .bounced: true
        case .handedOut, .mailed: !hasValidPassword
        case .signedIn, .ownPassword, .complete: false
        }
    }

    /// Everybody of a module, by name.
    ///
    /// - Throws: `SQLiteError`, `AccountError.damagedAddress`.
    package static func all(in module: Module, now: Timestamp, database: Database) throws -> [Participation] {
        try find(nil, in: module, now: now, database: database)
    }

    /// One person of a module; nil when they are not admitted to it.
    package static func find(
        _ account: Account.ID, in module: Module, now: Timestamp, database: Database
    ) throws -> Participation? {
        try find(.some(account), in: module, now: now, database: database).first
    }

    /// The modules that somebody is admitted to, with how far they got in each.
    package static func all(
        of account: Account.ID, now: Timestamp, database: Database
    ) throws -> [(module: Module, participation: Participation)] {
        var modules: [Module] = []
        for admission in try Admission.all(of: account, in: database) {
            switch admission.scope {
            case .module(let id): modules += try [Module.find(id, in: database)].compactMap { $0 }
            case .series(let id): modules += try Module.all(of: id, in: database)
            }
        }
        var seen: Set<Module.ID> = []
        return try modules.filter { seen.insert($0.id).inserted }
            .sorted { ($0.heldOn, $0.id.rawValue) < ($1.heldOn, $1.id.rawValue) }
            .compactMap { module in
                try find(account, in: module, now: now, database: database).map { (module, $0) }
            }
    }

    private static func find(
        _ account: Account.ID?, in module: Module, now: Timestamp, database: Database
    ) throws -> [Participation] {
        try database.all(query, module.id, module.series, account, now) { row in try Participation(&row, now: now) }
    }

    // One question for all, so that ten thousand people cost no more round trips than one; from what each has, which is
    // little, to what is wanted, which may be much (the `+` forbids the other way).
    static let query: SQL = """
        WITH admitted (account_id, ends_at, created_at) AS (
            SELECT account_id, ends_at, created_at FROM admission
            WHERE module_id = ?1 AND (?3 IS NULL OR account_id = ?3)
            UNION ALL
            SELECT account_id, ends_at, created_at FROM admission
            WHERE series_id = ?2 AND (?3 IS NULL OR account_id = ?3)
        ), participant (account_id, lasts, since) AS (
            SELECT account_id, max(ends_at IS NULL OR ends_at > ?4), min(created_at) FROM admitted
            GROUP BY account_id
        ), wanted (file) AS MATERIALIZED (
            SELECT (SELECT id FROM file_version WHERE presentation_id = p.id ORDER BY number DESC LIMIT 1)
            FROM presentation p
            WHERE p.module_id = ?1 AND p.withdrawn_at IS NULL AND p.audience = 'admitted'
        )
        SELECT \(Account.columns),
            participant.lasts, participant.since, account.first_signed_in_at, own.created_at,
            (SELECT max(created_at) FROM credential WHERE account_id = account.id AND kind = 'initial'),
            (SELECT max(expires_at) FROM credential WHERE account_id = account.id AND kind = 'initial'),
            (SELECT count(*) FROM wanted),
            (SELECT count(*) FROM download WHERE account_id = account.id AND completed_at IS NOT NULL
                AND +file_version_id IN (SELECT file FROM wanted)),
            (SELECT max(completed_at) FROM download WHERE account_id = account.id
                AND +file_version_id IN (SELECT file FROM wanted)),
            m.state, m.created_at, m.handed_over_at, m.bounced_at, m.last_error,
            EXISTS (SELECT 1 FROM mail WHERE account_id = account.id AND state = 'waiting'
                AND kind IN ('credentials', 'new-credentials'))
        FROM participant CROSS JOIN account ON account.id = participant.account_id
            LEFT JOIN credential own ON own.account_id = account.id AND own.kind = 'own'
            LEFT JOIN mail m ON m.rowid = (
                SELECT rowid FROM mail WHERE account_id = account.id AND kind IN ('credentials', 'new-credentials')
                ORDER BY created_at DESC, rowid DESC LIMIT 1)
        ORDER BY account.name COLLATE NOCASE, account.id
        """

    private init(_ row: inout RowReader, now: Timestamp) throws {
        account = try Account(&row)
        hasEnded = !(try row.read(Bool.self))
        let since = try row.read(Timestamp.self)
        let signedInAt = try row.read(Timestamp?.self)
        let own = try row.read(Timestamp?.self)
        let initial = try row.read(Timestamp?.self)
        let initialEnd = try row.read(Timestamp?.self)
        let wantedFiles = try row.read(Int.self)
        let completedFiles = try row.read(Int.self)
        let lastCompletedAt = try row.read(Timestamp?.self)
        let state = try row.read(ParticipantTrace.Mail.State?.self)
        let createdAt = try row.read(Timestamp?.self)
        let handedOverAt = try row.read(Timestamp?.self)
        let bouncedAt = try row.read(Timestamp?.self)
        let reason = try row.read(String?.self)
        isMailOnItsWay = try row.read()
        let mail = state.map { state in
            ParticipantTrace.Mail(
                state: state, createdAt: createdAt ?? since, handedOverAt: handedOverAt, bouncedAt: bouncedAt,
                reason: reason)
        }
        let trace = ParticipantTrace(
            admittedAt: since, mail: mail, passwordMadeAt: initial, signedInAt: signedInAt, ownPasswordAt: own,
            wantedFiles: wantedFiles, completedFiles: completedFiles, lastCompletedAt: lastCompletedAt)
        (stage, self.since) = trace.stage
        self.reason = stage.isPending && stage != .mailed ? mail?.reason : nil
        lastIssuedAt = [initial, mail?.createdAt].compactMap { $0 }.max()
        hasValidPassword = own != nil || initialEnd.map { now < $0 } ?? false
    }

    /// Whether somebody gets a fresh initial password when everybody who is pending gets one.
    package enum Renewal: Equatable, Sendable {
        case due
        /// The account or its admissions are revoked or have ended.
        case closed
        case wasIn
        /// A mail waits in the outbox.
        case isOnItsWay
        /// No mail reaches the address.
        case isUnreachable
        /// A password was made for them not long ago.
        case isRecent
    }

    /// Decides about a renewal.
    ///
    /// `seconds`: how old the newest password has to be. `includingUnreachable`: whether addresses whose mail came back,
    /// or which no server takes, are tried again.
    package func renewal(olderThan seconds: Int64, includingUnreachable: Bool, now: Timestamp) -> Renewal {
        guard isOpen(at: now) else { return .closed }
        guard stage.isPending else { return .wasIn }
        if isMailOnItsWay { return .isOnItsWay }
        if stage == .bounced || stage == .undeliverable, !includingUnreachable { return .isUnreachable }
        if let lastIssuedAt, now.seconds(since: lastIssuedAt) < seconds { return .isRecent }
        return .due
    }
}

/// How far somebody got on the way to the slides of a module; a word that programs may rely on.
///
/// Each stands for the furthest that is known. Before the first sign-in the newest mail with credentials decides, since
/// it is the one that a person would look for.
package enum ParticipationStage: String, CaseIterable, Sendable {
    /// Admitted, and no credentials were ever mailed.
    case listed
    /// Without a mail; a password was printed and handed out otherwise.
    case handedOut = "handed-out"
    /// The mail is in the outbox and was not taken yet.
    case waiting
    /// No server will take the mail.
    case undeliverable
    /// The mail was taken, and came back.
    case bounced
    /// The mail was handed over for good.
    case mailed
    case signedIn = "signed-in"
    case ownPassword = "own-password"
    /// Every file of the module that is for the admitted was downloaded whole, in its present version.
    case complete

    /// Whether the person was never in.
    package var isPending: Bool {
        switch self {
        case .listed, .handedOut, .waiting, .undeliverable, .bounced, .mailed: true
        case .signedIn, .ownPassword, .complete: false
        }
    }
}

/// What is known of a participant's way, from which their stage follows.
struct ParticipantTrace {
    /// The newest mail with credentials.
    struct Mail {
        /// As the outbox stores it.
        enum State: String, DatabaseValue {
            case waiting
            case handedOver = "handed-over"
            case undeliverable
            case bounced
        }

        var state: State
        var createdAt: Timestamp
        var handedOverAt: Timestamp?
        var bouncedAt: Timestamp?
        var reason: String?
    }

    var admittedAt: Timestamp
    var mail: Mail?
    /// When the newest initial password was made.
    var passwordMadeAt: Timestamp?
    var signedInAt: Timestamp?
    var ownPasswordAt: Timestamp?
    var wantedFiles: Int
    var completedFiles: Int
    var lastCompletedAt: Timestamp?

    /// The furthest stage, and since when.
    ///
    /// A module without a file for the admitted is completed by nobody.
    var stage: (ParticipationStage, since: Timestamp) {
        if let lastCompletedAt, wantedFiles > 0, completedFiles >= wantedFiles { return (.complete, lastCompletedAt) }
        if let ownPasswordAt { return (.ownPassword, ownPasswordAt) }
        if let signedInAt { return (.signedIn, signedInAt) }
        guard let mail else { return passwordMadeAt.map { (.handedOut, $0) } ?? (.listed, admittedAt) }
        return switch mail.state {
        case .waiting: (.waiting, mail.createdAt)
        case .undeliverable: (.undeliverable, mail.createdAt)
        case .bounced: (.bounced, mail.bouncedAt ?? mail.createdAt)
        case .handedOver: (.mailed, mail.handedOverAt ?? mail.createdAt)
        }
    }
}
