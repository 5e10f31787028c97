import Codecs
import DomainTestSupport
import Mail
import SQLite
import Secrets
import TestSupport

@testable import Catalogue
@testable import Letters
@testable import Nachlese

extension World {
    /// Somebody in a network, whose neighbourhood is named by its first two numbers.
    func requester(_ network: String = "198.51.100.0/24") -> Requester {
        let neighbourhood = network.split(separator: ".").prefix(2).joined(separator: ".")
        return Requester(network: network, neighbourhood: neighbourhood, key: key)
    }

    /// Does the work that a form asks for.
    static func proof(for stamp: FormStamp) -> String {
        var number = 0
        while !ProofOfWork.holds("\(number)", for: stamp) { number += 1 }
        return "\(number)"
    }

    func reception() throws -> AccessRequestSubmission {
        AccessRequestSubmission(writer: Writer(try Store.openForWriting(scratch.data)), key: key, clock: clock)
    }

    func accessCodes(codesPerHour: Int = 60, mailsPerDay: Int = 0) -> RequestedMailQueue<AccessCodeHandler> {
        settings.accessCodesPerHour = codesPerHour
        settings.mailsPerDay = mailsPerDay
        return RequestedMailQueue(AccessCodeHandler(mailer: mailer, clock: clock))
    }

    func draft(
        _ email: String = "fremd@example.org", door: AccessRequest.Door = .tookPart, module: Module? = nil,
        message: String = "Guten Tag", language: Language = .german
    ) throws -> AccessRequest.Draft {
        AccessRequest.Draft(
            door: door, source: .form, email: try EmailAddress(email), name: try Label("Nora Neu"),
            organisation: try Label("Verband"), language: language, module: module?.id,
            message: AccessMessage(message))
    }

    /// Notes what was typed as the reception does.
    @discardableResult
    func request(
        _ draft: AccessRequest.Draft, from network: String = "198.51.100.0/24", isProven: Bool = true
    ) throws -> Bool {
        let requester = requester(network)
        return try database.transaction {
            try UnconfirmedAccessRequest.note(draft, from: requester, isProven: isProven, now: now, in: $0)
        }
    }

    var unconfirmed: [String] {
        get throws { try UnconfirmedAccessRequest.waiting(in: database).map(\.email) }
    }

    /// The mails with codes, oldest first.
    var codeMails: [OutboxMail] {
        get throws { try OutboxMail.all(in: database).filter { $0.kind == .accessCode }.reversed() }
    }

    /// The code that stands in a mail.
    func code(in mail: OutboxMail) throws -> String {
        let lines = try text(of: mail).split(separator: "\r\n")
        return String(try lines.first { $0.hasPrefix("Code: ") }.unwrapped().dropFirst(6))
    }

    func text(of mail: OutboxMail) throws -> String {
        let sealed = try database.first("SELECT sealed FROM mail WHERE id = ?", mail.id) {
            try $0.read([UInt8].self)
        }.unwrapped()
        return String(decoding: try key.open(sealed, context: OutboxMail.context(of: mail.id)), as: UTF8.self)
    }

    /// Types a code as the site does.
    func confirm(_ code: String) throws -> AccessReference? {
        let typed = try ConfirmationCode(typed: code).unwrapped()
        return try database.transaction { try AccessCode.confirm(typed, key: key, now: now, in: $0) }
    }
}
