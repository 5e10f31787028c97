import Catalogue
import Members
import Nachlese

/// What an import changes, or would change, for people and for programs.
struct ImportReport {
    let file: ListFile
    let plan: ParticipantImport
    /// Whether it is only shown.
    let isDryRun: Bool
    /// Whether it was done.
    let isApplied: Bool
    /// How many get a mail with an initial password; nil where none are mailed.
    let recipients: Int?

    var text: String {
        ([file.summary] + file.columns + [counts] + people + faults).joined(separator: "\n")
    }

    /// `  28 new   3 admitted or end changed   1 unchanged   2 faulty`.
    private var counts: String {
        let names: [(ParticipantImport.Outcome, String)] = [
            (.new, "new"), (.admitted, "there already, admitted or end changed"), (.updated, "updated"),
            (.unchanged, "unchanged"),
        ]
        let parts = names.map { outcome, name in (plan.count(outcome), name) } + [(plan.faultyLines.count, "faulty")]
        return "  "
            + parts.filter { $0.0 > 0 || ["new", "unchanged"].contains($0.1) }.map { "\($0.0) \($0.1)" }
            .joined(separator: "   ")
    }

    /// What a dry run shows of each person whom something would change for.
    private var people: [String] {
        guard isDryRun else { return [] }
        var table = Table("E-MAIL", "NAME", "ORGANISATION", "WOULD BE")
        let changed = plan.steps.filter { $0.outcome != .unchanged }
        for step in changed {
            table.append(
                "\(step.participant.email)", step.participant.name?.text ?? step.account?.name ?? "",
                step.participant.organisation?.text ?? step.account?.organisation ?? "", step.outcome.rawValue)
        }
        return changed.isEmpty ? [] : [table.rendered]
    }

    private var faults: [String] {
        plan.faultyLines.map { "  line \($0.line): \($0.fault)".singleLine }
    }

    func json(_ issuer: BulkIssuance.Outcome?) -> JSON {
        let header = file.list.header
        return .object([
            "file": .string(file.name), "encoding": .string(file.list.encoding.rawValue),
            "delimiter": .string(file.list.delimiter.name), "header_line": .number(Int64(header.line)),
            "columns": .array(
                header.recognised.map { column, heading in
                    .object(["heading": .string(heading), "meaning": .string(column.rawValue)])
                }),
            "ignored_columns": .array(header.ignored.map(JSON.string)),
            "lines": .number(Int64(file.list.rows.count)),
            "new": .number(Int64(plan.count(.new))), "admitted": .number(Int64(plan.count(.admitted))),
            "updated": .number(Int64(plan.count(.updated))), "unchanged": .number(Int64(plan.count(.unchanged))),
            "faulty": .number(Int64(plan.faultyLines.count)),
            "dry_run": .bool(isDryRun), "applied": .bool(isApplied),
            "recipients": recipients.map { .number(Int64($0)) } ?? .null,
            "people": .array(
                plan.steps.map { step in
                    .object([
                        "email": .string("\(step.participant.email)"),
                        "name": .optional(step.participant.name?.text ?? step.account?.name),
                        "outcome": .string(step.outcome.rawValue), "differs": .bool(step.differs),
                    ])
                }),
            "faults": .array(
                plan.faultyLines.map {
                    .object(["line": .number(Int64($0.line)), "reason": .string("\($0.fault)")])
                }),
            "issuer": issuer?.json ?? .null,
        ])
    }
}
