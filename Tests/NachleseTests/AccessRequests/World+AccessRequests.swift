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
    /// A request as the form files it.
    @discardableResult
    func request(
        _ email: String = "neu@example.org", door: AccessRequest.Door = .tookPart,
        source: AccessRequest.Source = .form, name: String = "Erika Muster", module: Module? = nil,
        message: String = "", language: Language = .german
    ) throws -> AccessRequest {
        try database.transaction {
            try AccessRequest.file(
                .init(
                    door: door, source: source, email: EmailAddress(email), name: Label(name), language: language,
                    module: module?.id, message: AccessMessage(message)),
                now: now, in: $0)
        }
    }

    var desk: AccessRequestReview { AccessRequestReview(issuer: issuer) }

    func accept(
        _ request: AccessRequest, _ change: (inout AccessRequestReview.Terms) -> Void = { _ in }
    ) async throws -> AccessRequestReview.Outcome {
        var terms = AccessRequestReview.Terms()
        change(&terms)
        return try await desk.accept(request.reference, terms, with: writer)
    }

    @discardableResult
    func decline(_ request: AccessRequest, reason: String = "", atOnce: Bool = false) throws
        -> AccessRequestReview.Outcome
    {
        try database.transaction {
            try desk.decline(request.reference, reason: AccessMessage(reason), isImmediate: atOnce, in: $0)
        }
    }

    @discardableResult
    func undo(_ request: AccessRequest) throws -> AccessRequest {
        try database.transaction { try desk.undo(request.reference, in: $0) }
    }

    func fresh(_ request: AccessRequest) throws -> AccessRequest {
        try AccessRequest.get(request.reference, in: database)
    }

    /// What a mail is for, oldest first.
    var mailKinds: [OutboxMail.Kind] {
        get throws { try OutboxMail.all(in: database).map(\.kind).reversed() }
    }

    /// A waiting mail as it would go out.
    func bytes(of mail: OutboxMail) throws -> [UInt8] {
        try key.open(try mail.sealed(in: database).unwrapped(), context: OutboxMail.context(of: mail.id))
    }

    /// The plain text of a waiting mail, in one line.
    func words(of mail: OutboxMail) throws -> String {
        return IncomingMail(try bytes(of: mail)).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func round() throws -> AccessRequestNotifier.Report {
        let notifier = AccessRequestNotifier(mailer: mailer)
        let isDue = try notifier.isSomethingDue(in: database)
        let report = try database.transaction { try notifier.round(in: $0) }
        // A look that finds nothing must not hide anything.
        guard isDue || report.isEmpty else { throw Missing() }
        return report
    }

    func take(_ mail: String, envelope: String? = nil) throws -> AccessRequestIntake.Finding {
        let intake = AccessRequestIntake(mailer: mailer)
        return try database.transaction {
            try intake.take(IncomingMail(Array(mail.utf8), envelope: envelope), digest: "d\(mail.utf8.count)", in: $0)
        }
    }
}
