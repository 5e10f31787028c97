import Codecs
import Members
import SQLite

/// How far the people of a module got, for people and for programs.
struct ParticipationReport {
    let participations: [Participation]
    let now: Timestamp

    var table: String {
        var table = Table("E-MAIL", "NAME", "ORGANISATION", "STATE", "RUNG", "SINCE", "REASON")
        for participation in participations {
            let account = participation.account
            table.append(
                "\(account.email)", account.name, account.organisation, state(of: participation),
                participation.rung.rawValue, participation.since.local, participation.reason ?? "")
        }
        return table.rendered
    }

    /// Counts for each rung, of everybody who is meant to get in, and how many cannot.
    var summary: String {
        let open = participations.filter { $0.isOpen(at: now) }
        let counts = ParticipationStage.allCases.map { rung in (rung, open.count { $0.rung == rung }) }.filter { $0.1 > 0 }
        let rungs = counts.map { rung, count in "\(count) \(rung.rawValue)" }.joined(separator: ", ")
        let closed = participations.count - open.count
        let pending = open.count { $0.rung.isPending }
        let shut = open.count(where: \.cannotGetIn)
        return "\(open.count) \(open.count == 1 ? "participant" : "participants")" + (rungs.isEmpty ? "" : ": \(rungs)")
            + ". \(pending) were never in, \(shut) cannot get in."
            + (closed > 0 ? " Besides, revoked or ended: \(closed)." : "")
    }

    /// One object for each, with everything that is known of the account.
    func json(in database: Database) throws -> JSON {
        .array(
            try participations.map { participation in
                let report = try AccountReport(participation.account, now: now, in: database)
                let account = participation.account
                return .object([
                    "email": .string("\(account.email)"), "name": .string(account.name),
                    "organisation": .string(account.organisation), "language": .string(account.language.rawValue),
                    "state": .string(report.state), "password": .string(report.password),
                    "sessions": .number(Int64(report.sessions)), "created": .time(account.createdAt),
                    "expires": .time(account.expiresAt), "revoked": .time(account.revokedAt),
                    "rung": .string(participation.rung.rawValue), "since": .time(participation.since),
                    "reason": .optional(participation.reason), "admission_ended": .bool(participation.hasEnded),
                    "cannot_get_in": .bool(participation.isOpen(at: now) && participation.cannotGetIn),
                    "admissions": report.admissionsDocument, "credentials": report.credentialsDocument,
                ])
            })
    }

    private func state(of participation: Participation) -> String {
        if participation.account.revokedAt != nil { return "revoked" }
        guard participation.account.isActive(at: now) else { return "expired" }
        return participation.hasEnded ? "ended" : "active"
    }
}
