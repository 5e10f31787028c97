package import Mail
internal import Platform
package import SQLite
package import Secrets

/// Writes letters to the owners of accounts, and puts them into the outbox.
///
/// The words come from the wording in force, the sender and the office from the settings. What goes into the outbox
/// goes with the transaction that causes it.
package struct Correspondence: Sendable {
    let settings: Settings
    let key: SealingKey
    let clock: WallClock
    let shelf: WordingShelf
    private let report: @Sendable (WordingFault) -> Void
    /// Each fault is told once, not with every letter.
    private let told = Locked<Set<String>>([])

    /// `report` is told of a wording that is refused; the one before it is used.
    package init(
        settings: Settings, folder: DataFolder, key: SealingKey, clock: WallClock = .system,
        report: @escaping @Sendable (WordingFault) -> Void
    ) {
        self.settings = settings
        self.key = key
        self.clock = clock
        shelf = WordingShelf(folder)
        self.report = report
    }

    /// Writes a letter to an account and puts it into the outbox.
    ///
    /// - Parameters:
    ///   - letter: what it says.
    ///   - account: whom it is about, and in whose language it is written.
    ///   - address: where it goes; nil: to the account's own address.
    ///   - held: until when it is not sent, so that it can be taken back; nil: it is due at once.
    ///   - transaction: the one that causes it.
    /// - Returns: the mail, which waits to be sent.
    /// - Throws: `SQLiteError`; `InvalidEmailAddress` for a sender that is none; `InvalidHeaderText` for a name that
    ///   cannot stand in a header.
    @discardableResult
    package func post(
        _ letter: Letter, to account: Account, at address: EmailAddress? = nil, held: Timestamp? = nil,
        in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let now = clock.now
        let recipient = address ?? account.email
        let found = try shelf.take(WordingName(letter.kind, account.language), now: now, in: transaction)
        if let fault = found.fault { tell(fault) }
        let values = try LetterValues(
            letter, account: account, recipient: recipient, settings: settings, now: now, in: transaction.database)
        let message = try message(
            found.wording, values, to: Mailbox(name: account.name, address: recipient), language: account.language,
            now: now)
        return try OutboxMail.enqueue(
            message, kind: letter.kind, account: account.id, key: key, held: held, now: now, in: transaction)
    }

    /// Writes the mail with a code to an address of which nothing is known but that somebody typed it.
    ///
    /// Nothing else that was typed stands in it, and no name.
    ///
    /// - Returns: the mail, which waits to be sent.
    /// - Throws: as `post(_:to:at:in:)`.
    @discardableResult
    func post(
        _ code: ConfirmationCode, until end: Timestamp, to address: EmailAddress, language: Language,
        in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let now = clock.now
        let found = try shelf.take(WordingName(.accessCode, language), now: now, in: transaction)
        if let fault = found.fault { tell(fault) }
        let values = LetterValues(code, until: end, settings: settings, language: language, now: now)
        let message = try message(found.wording, values, to: Mailbox(address), language: language, now: now)
        return try OutboxMail.enqueue(message, kind: .accessCode, account: nil, key: key, now: now, in: transaction)
    }

    /// Puts a filled wording into a message.
    func message(
        _ wording: Wording, _ values: LetterValues, to mailbox: Mailbox, language: Language, now: Timestamp
    ) throws -> MailMessage {
        let subject = wording.subject(with: values)
        let body = wording.filled(with: values)
        return try MailMessage(
            from: settings, to: mailbox, subject: subject, language: language, now: now, text: body.text,
            html: settings.mailHTML == .on ? body.html(title: subject, language: language) : nil)
    }

    func tell(_ fault: WordingFault) {
        if told.withLock({ $0.insert(fault.description).inserted }) { report(fault) }
    }
}
