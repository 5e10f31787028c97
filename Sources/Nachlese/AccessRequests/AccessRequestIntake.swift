import Catalogue
import Codecs
package import Letters
package import Mail
import Platform
package import SQLite

/// Takes mails of people as requests for access, and answers them automatically where that is safe.
package struct AccessRequestIntake: Sendable {
    private let mailer: Mailer

    /// Open requests that came by mail, at most; beyond it the mail system has to keep a mail, and tries again.
    package static let mostOpen = 1000
    /// Open requests of one sender, at most; what comes on top is written below the newest of them.
    static let mostOpenOfOne = 10
    /// Automatic answers in an hour, to all senders together.
    static let mostAnswersPerHour = 60
    /// The part of a day's mails that automatic answers may use up: a tenth.
    static let partOfMailsPerDay = 10

    /// Answers with the settings, the key and the clock of its mailer.
    package init(mailer: Mailer) {
        self.mailer = mailer
    }

    /// What became of a mail.
    package enum Finding: Sendable {
        case filed(AccessRequest, answer: Answer)
        /// It was filed before.
        case known(AccessRequest)
        /// Its sender has many open requests: its text was added to the newest.
        case added(AccessRequest)
        /// No person wrote it.
        case byMachine(MachineMark)
        /// We wrote it ourselves.
        case ours
        /// Nobody can be answered, because it has no sender that is an address.
        case noSender
        /// Too many are open.
        case full
    }

    /// Whether it is answered automatically.
    package enum Answer: Sendable {
        case written(OutboxMail)
        /// It must not be (RFC 3834).
        case marked(MachineMark)
        /// The sender of the envelope is not known, or not the one who the mail says wrote it.
        case doubtfulSender
        /// The sender got one in the last day.
        case answeredToday
        /// Too many were answered in the last hour or day.
        case tooMany
    }

    /// What would be filed.
    package struct Reading: Sendable {
        package let draft: AccessRequest.Draft
        package let mail: String
    }

    /// Takes a mail; filed, noted as answered and answered at once, or nothing of it.
    ///
    /// - Parameters:
    ///   - mail: as it was read.
    ///   - digest: of its bytes, for a mail without an identifier.
    ///   - writer: all of it, or nothing.
    /// - Returns: what became of it.
    /// - Throws: `SQLiteError`, what `Mailer` throws.
    package func take(_ mail: IncomingMail, digest: String, with writer: Writer) async throws -> Finding {
        try await writer.write { try take(mail, digest: digest, in: $0) }
    }

    func take(
        _ mail: IncomingMail, digest: String, in transaction: borrowing Transaction
    ) throws -> Finding {
        let now = mailer.clock.now
        if let mark = mail.marks.first(where: \.isByMachine) { return .byMachine(mark) }
        guard let reading = try read(mail, digest: digest, in: transaction.database) else { return .noSender }
        guard !isOurs(reading.draft.email) else { return .ours }
        if let known = try AccessRequest.find(mail: reading.mail, in: transaction.database) { return .known(known) }
        if let newest = try AccessRequestIntake.newestOfMany(reading.draft.email, in: transaction.database) {
            return .added(try newest.add(reading.draft.message, in: transaction))
        }
        guard try AccessRequestIntake.countOpen(in: transaction.database) < AccessRequestIntake.mostOpen else {
            return .full
        }
        let request = try AccessRequest.file(reading.draft, mail: reading.mail, now: now, in: transaction)
        return .filed(request, answer: try answer(mail, request, now: now, in: transaction))
    }

    /// What a mail would be filed as; nil where it has no sender.
    package func read(_ mail: IncomingMail, digest: String, in database: Database) throws -> Reading? {
        guard let sender = mail.sender else { return nil }
        let modules = try Series.all(in: database).flatMap { try Module.all(of: $0.id, in: database) }
            .filter(\.isPublished)
        let wish = AccessRequestClassifier(mail, modules: modules)
        let draft = AccessRequest.Draft(
            door: wish.door, source: .mail, email: sender.address, name: AccessRequestIntake.name(of: sender),
            language: wish.language, module: wish.module, message: AccessMessage("\(mail.subject)\n\n\(mail.text)"))
        // Two mails of one name are one only if they are of one sender, too.
        let name = mail.messageID.map { "\($0) \(sender.address.canonical)" } ?? "sha256:\(digest)"
        return Reading(draft: draft, mail: name)
    }

    /// The name that the mail gives, else what stands before the `@`.
    private static func name(of sender: SenderField) -> Label {
        let name = String(String.UnicodeScalarView(sender.name.unicodeScalars.prefix(70)))
        return (try? Label(name)) ?? (try? Label(sender.address.localPart)) ?? Label()
    }

    private func isOurs(_ address: EmailAddress) -> Bool {
        let settings = mailer.settings
        let own = [settings.office.email, settings.bounceAddress, try? settings.senderAddress].compactMap(\.self)
        return own.contains(address) || BounceAddress.hasForm("\(address.wire)")
    }

    /// The newest open request that came by mail from a sender who has as many as may be.
    private static func newestOfMany(_ sender: EmailAddress, in database: Database) throws -> AccessRequest? {
        let found = try database.first(
            "SELECT count(*), max(id) FROM access_request WHERE email_key = ? AND state = 'open' AND source = 'mail'",
            sender.canonical
        ) { row in (try row.read(Int.self), try row.read(AccessRequest.ID?.self)) }
        guard let (count, newest) = found, count >= mostOpenOfOne, let newest else { return nil }
        return try AccessRequest.get(newest, in: database)
    }

    private static func countOpen(in database: Database) throws -> Int {
        try database.count("SELECT count(*) FROM access_request WHERE state = 'open' AND source = 'mail'")
    }

    private func answer(
        _ mail: IncomingMail, _ request: AccessRequest, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Answer {
        if let mark = mail.marks.first { return .marked(mark) }
        // Whoever misuses an address as the sender must not get our answer delivered to it.
        guard mail.returnPath == .address(request.email) else { return .doubtfulSender }
        try transaction.run("DELETE FROM automatic_answer WHERE created_at <= ?", now + -86_400)
        let isKnown = try transaction.database.exists(
            "SELECT 1 FROM automatic_answer WHERE email_key = ?", request.email.canonical)
        guard !isKnown else { return .answeredToday }
        guard try isAnswerLeft(now: now, in: transaction.database) else { return .tooMany }
        try transaction.run(
            "INSERT INTO automatic_answer (email_key, created_at) VALUES (?, ?)", request.email.canonical, now)
        return .written(
            try mailer.post(
                .received(request.reference), to: request.email, language: request.language,
                answering: AnsweredMail(messageID: mail.messageID, references: mail.references), in: transaction))
    }

    /// Whether another answer may go out; members and requests need the mails of a day more.
    private func isAnswerLeft(now: Timestamp, in database: Database) throws -> Bool {
        let counts = try database.first(
            """
            SELECT count(*) FILTER (WHERE created_at > ?), count(*) FROM mail
            WHERE kind = 'request-received' AND created_at > ?
            """, now + -3600, now + -86_400
        ) { row in (try row.read(Int.self), try row.read(Int.self)) }
        guard let (inHour, inDay) = counts, inHour < AccessRequestIntake.mostAnswersPerHour else { return false }
        let mailsPerDay = mailer.settings.mailsPerDay
        return mailsPerDay == 0 || inDay < max(1, mailsPerDay / AccessRequestIntake.partOfMailsPerDay)
    }
}
