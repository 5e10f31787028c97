import Catalogue
import Codecs
import Members
import SQLite

/// Everything that is told of an account.
struct AccountReport {
    let account: Account
    let admissions: [Admission]
    let credentials: [Credential]
    let sessions: Int
    /// How far its owner got in each module that they are admitted to; nil where nobody asked.
    private(set) var ladder: [(module: Module, participation: Participation)]?
    let now: Timestamp

    init(_ account: Account, now: Timestamp, in database: Database) throws {
        self.account = account
        self.now = now
        admissions = try Admission.all(of: account.id, in: database)
        credentials = try Credential.all(of: account.id, in: database)
        sessions = try Session.count(of: account.id, now: now, in: database)
    }

    /// This with the ladder.
    func withLadder(in database: Database) throws -> AccountReport {
        var report = self
        report.ladder = try Participation.all(of: account.id, now: now, database: database)
        return report
    }

    /// A word that programs may rely on.
    var state: String {
        if account.revokedAt != nil { return "revoked" }
        return account.isActive(at: now) ? "active" : "expired"
    }

    /// A word that programs may rely on: what its owner can sign in with at this moment.
    var password: String {
        let valid = credentials.filter { $0.isValid(at: now) }
        if valid.contains(where: { $0.kind == .own }) { return "own" }
        return valid.isEmpty ? "none" : "initial"
    }

    /// A line for each admission.
    var admissionLines: [String] {
        admissions.map { admission in
            let kind = if case .series = admission.scope { "series" } else { "module" }
            let end = admission.endsAt.map { end in
                (admission.isValid(at: now) ? " until " : " ended ") + end.local
            }
            return "\(kind) \(admission.slug)\(end ?? "")"
        }
    }

    var facts: String {
        var facts = Facts()
        facts.append("E-mail", "\(account.email)")
        facts.append("Name", account.name)
        facts.append("Organisation", account.organisation)
        facts.append("Language", account.language.rawValue)
        facts.append("State", state + (account.revokedAt.map { " since \($0.local)" } ?? ""))
        facts.append("Since", account.createdAt.local)
        facts.append("Sessions", "\(sessions)")
        for credential in credentials {
            let end = credential.expiresAt.map { end in
                (credential.isValid(at: now) ? " until " : " ended ") + end.local
            }
            let use = credential.kind == .own ? "" : credential.firstUsedAt.map { ", used \($0.local)" } ?? ", not used"
            facts.append("Password", credential.kind.rawValue + (end ?? "") + use)
        }
        if credentials.isEmpty { facts.append("Password", "") }
        for line in admissionLines { facts.append("Admitted to", line) }
        if admissions.isEmpty { facts.append("Admitted to", "") }
        for (module, participation) in ladder ?? [] {
            let reason = participation.reason.map { " (\($0))" } ?? ""
            let step = "\(participation.rung.rawValue) since \(participation.since.local)"
            facts.append("Got in", "module \(module.slug): \(step)\(reason)")
        }
        return facts.rendered
    }

    var json: JSON {
        .object([
            "email": .string("\(account.email)"), "name": .string(account.name),
            "organisation": .string(account.organisation), "language": .string(account.language.rawValue),
            "state": .string(state), "password": .string(password), "sessions": .number(Int64(sessions)),
            "created": .time(account.createdAt), "expires": .time(account.expiresAt),
            "revoked": .time(account.revokedAt),
            "admissions": admissionsDocument, "credentials": credentialsDocument,
            "ladder": ladderDocument,
        ])
    }

    private var ladderDocument: JSON {
        guard let ladder else { return .null }
        return .array(
            ladder.map { module, participation in
                .object([
                    "module": .string("\(module.slug)"), "rung": .string(participation.rung.rawValue),
                    "since": .time(participation.since), "reason": .optional(participation.reason),
                ])
            })
    }

    var admissionsDocument: JSON {
        .array(
            admissions.map { admission in
                let kind = if case .series = admission.scope { "series" } else { "module" }
                return .object([
                    "kind": .string(kind), "slug": .string("\(admission.slug)"),
                    "title": .string(admission.title), "ends": .time(admission.endsAt),
                ])
            })
    }

    var credentialsDocument: JSON {
        .array(
            credentials.map { credential in
                .object([
                    "kind": .string(credential.kind.rawValue), "created": .time(credential.createdAt),
                    "first_used": .time(credential.firstUsedAt), "expires": .time(credential.expiresAt),
                ])
            })
    }
}
