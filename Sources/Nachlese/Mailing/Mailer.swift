package import Codecs
package import Letters
package import Mail
package import Members
package import Platform
package import SQLite
package import Secrets

/// Writes letters to the owners of accounts, and puts them into the outbox.
///
/// The words come from the wording in force, the sender and the office from the settings. What goes into the outbox
/// goes with the transaction that causes it.
package final class Mailer: Sendable {
    let settings: Settings
    let key: SealingKey
    let clock: WallClock
    private let wordings: OfficeTexts<Wording>
    private let report: @Sendable (Wording.Fault) -> Void
    /// Each fault is told once, not with every letter.
    private let told = Locked<Set<String>>([])

    /// `report` is told of a wording that is refused; the one before it is used.
    package init(
        settings: Settings, folder: DataFolder, key: SealingKey, clock: WallClock = .system,
        report: @escaping @Sendable (Wording.Fault) -> Void
    ) {
        self.settings = settings
        self.key = key
        self.clock = clock
        wordings = OfficeTexts(folder.wordings)
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
        let recipient = Recipient(account, at: address)
        let values = try LetterValues(
            letter, account: account, recipient: recipient.address, settings: settings, now: now,
            in: transaction.database)
        return try post(values, as: letter.kind, to: recipient, held: held, now: now, in: transaction)
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
        let values = LetterValues(code, until: end, settings: settings, language: language, now: now)
        let recipient = Recipient(address: address, language: language)
        return try post(values, as: .accessCode, to: recipient, now: now, in: transaction)
    }

    /// Puts values into the wording in force, and the mail that comes of it into the outbox.
    func post(
        _ values: LetterValues, as kind: OutboxMail.Kind, to recipient: Recipient,
        answering answered: AnsweredMail? = nil, held: Timestamp? = nil, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let found = try wordings.take(WordingName(kind, recipient.language), now: now, in: transaction)
        if let fault = found.fault { tell(fault) }
        var message = try found.wording.message(
            values, from: settings.letterhead, sender: settings.senderAddress, to: recipient, now: now,
            hasHTML: settings.mailHTML == .on)
        message.answered = answered
        return try OutboxMail.enqueue(
            message, kind: kind, account: recipient.account, key: key, held: held, now: now, in: transaction)
    }

    private func tell(_ fault: Wording.Fault) {
        if told.withLock({ $0.insert(fault.description).inserted }) { report(fault) }
    }
}

extension Recipient {
    /// The owner of an account, at another address than the account's own where one is given.
    package init(_ account: Account, at address: EmailAddress? = nil) {
        self.init(
            account: ID(account.id), name: account.name, address: address ?? account.email, language: account.language)
    }
}

extension Recipient.ID {
    package init(_ account: Account.ID) {
        self.init(rawValue: account.rawValue)
    }
}
