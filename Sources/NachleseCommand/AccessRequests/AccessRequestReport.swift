import Catalogue
import Codecs
import Mail
import Members
import Nachlese
import SQLite

/// Everything that is told of a request for access.
struct AccessRequestReport {
    let request: AccessRequest
    let module: Module?
    /// Whether the address has an account.
    let account: Account?
    /// Until when its decision can be taken back.
    let undoableUntil: Timestamp?

    init(_ request: AccessRequest, now: Timestamp, in database: Database) throws {
        self.request = request
        module = try request.module.flatMap { try Module.find($0, in: database) }
        account = try Account.find(request.email, in: database)
        undoableUntil = try request.undoableUntil(now: now, in: database)
    }

    /// The address, with a mark where nobody has proven it.
    var address: String { "\(request.email)" + (request.isAddressConfirmed ? "" : " (not confirmed)") }

    var facts: String {
        var facts = Facts()
        facts.append("Request", "\(request.reference)")
        let since = request.decidedAt.map { " since \($0.local)" } ?? ""
        facts.append("State", request.state.rawValue + since)
        if let undoableUntil { facts.append("Can be undone", "until \(undoableUntil.local)") }
        facts.append("Door", "\(request.door.rawValue) (\(request.door.words))")
        facts.append(
            "Module", module.map { "\($0.slug) (\($0.number.isEmpty ? "" : "\($0.number): ")\($0.title))" } ?? "")
        facts.append("Name", request.name)
        facts.append("E-mail", address)
        facts.append("Organisation", request.organisation)
        facts.append("Language", request.language.rawValue)
        facts.append("Came by", request.source.rawValue)
        facts.append("Since", request.createdAt.local)
        facts.append("Office told", request.announcedAt?.local ?? "")
        facts.append("Reminded", request.remindedAt?.local ?? "")
        facts.append("Account", account == nil ? "none" : "there is one")
        return facts.rendered
    }

    /// The facts, the message, and what to type next.
    var text: String {
        var text = facts
        if !request.message.isEmpty {
            let lines = request.message.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            text += "\n\n" + lines.map { "> \(Substring($0))".printable }.joined(separator: "\n")
        }
        guard request.state == .open else { return text }
        let scope = module == nil ? " --module MODULE" : ""
        return text
            + "\n\nnachlese request accept \(request.reference)\(scope)\nnachlese request decline \(request.reference)"
    }

    var json: JSON {
        .object([
            "reference": .string("\(request.reference)"), "state": .string(request.state.rawValue),
            "door": .string(request.door.rawValue), "source": .string(request.source.rawValue),
            "email": .string("\(request.email)"), "confirmed": .bool(request.isAddressConfirmed),
            "name": .string(request.name), "organisation": .string(request.organisation),
            "language": .string(request.language.rawValue), "module": .optional(module.map { "\($0.slug)" }),
            "message": .string(request.message), "has_account": .bool(account != nil),
            "created": .time(request.createdAt), "announced": .time(request.announcedAt),
            "reminded": .time(request.remindedAt), "decided": .time(request.decidedAt),
            "undoable_until": .time(undoableUntil),
        ])
    }
}
