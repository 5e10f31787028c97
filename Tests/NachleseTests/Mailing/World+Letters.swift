import Codecs
import DomainTestSupport
import Mail
import Platform
import SQLite
import Secrets
import SystemPackage
import TestSupport

@testable import Letters
@testable import Members
@testable import Nachlese

extension World {
    /// One letter of each kind, as it would be written to that account.
    static func letters(to account: Account, now: Timestamp) throws -> [Letter] {
        [
            .credentials(InitialPassword(), until: now + 30 * 86_400),
            .newCredentials(InitialPassword(), until: now + 30 * 86_400),
            .passwordChanged,
            .addressChanged(from: try EmailAddress("vorher@example.org"), to: account.email),
            .accessRevoked,
            .admitted,
        ]
    }

    /// Posts a letter and opens it again.
    func post(
        _ letter: Letter, to account: Account, at address: EmailAddress? = nil
    ) throws -> (mail: OutboxMail, bytes: [UInt8]) {
        let mail = try database.transaction {
            try mailer.post(letter, to: account, at: address, in: $0)
        }
        let sealed = try database.first("SELECT sealed FROM mail WHERE id = ?", mail.id) {
            try $0.read([UInt8].self)
        }.unwrapped()
        return (mail, try key.open(sealed, context: OutboxMail.context(of: mail.id)))
    }

    /// Sets a wording in the place where it would go, without posting anything.
    func body(
        _ source: String, _ kind: OutboxMail.Kind = .passwordChanged, settings: Settings? = nil
    ) throws -> LetterBody {
        let account = try Account.find(EmailAddress("person@example.org"), in: database) ?? self.account()
        let wording = try Wording.read(
            Array(source.utf8), as: WordingName(kind, .german), file: "wording")
        let letter: Letter =
            kind == .credentials ? .credentials(InitialPassword(), until: now + 86_400) : .passwordChanged
        return wording.filled(
            with: try LetterValues(
                letter, account: account, recipient: account.email, settings: settings ?? self.settings, now: now,
                in: database))
    }

    /// Writes a file into the folder of wordings.
    func writeWording(_ source: String, to name: String = "password-changed.de.txt") throws {
        try writeWording(Array(source.utf8), to: name)
    }

    func writeWording(_ bytes: [UInt8], to name: String = "password-changed.de.txt") throws {
        try Folder.create(scratch.data.wordings)
        try scratch.write(bytes, to: "data/wording/\(name)")
    }
}
