package import Catalogue
package import Codecs
package import Letters
import Mail
package import Members
package import Nachlese
package import Platform
package import SQLite
package import Secrets
package import SystemPackage
package import TestSupport

/// A domain with a real database in a scratch folder, and a clock that stands until it is moved.
package final class World {
    package final class Hands: Sendable {
        private let time = Locked(Timestamp(rawValue: 1_486_036_800))  // 2 February 2017, 12:00 UTC

        package var now: Timestamp { time.withLock { $0 } }

        package func advance(_ seconds: Int64) {
            time.withLock { $0 = $0 + seconds }
        }
    }

    /// Cheap costs: the tests are about what happens, not about how slow it is.
    package static let hasher: PasswordHasher = {
        guard let parameters = ScryptParameters(logN: 4, r: 8, p: 1),
            let hasher = try? PasswordHasher(parameters: parameters, width: 2)
        else { preconditionFailure("constant parameters") }
        return hasher
    }()

    package let scratch: TemporaryFolder
    package let database: Database
    /// A connection of its own, which use cases write by.
    package let writer: Writer
    package let key: SealingKey
    package let hands = Hands()
    package let faults = Locked<[Wording.Fault]>([])
    package var settings = Settings()

    package init() throws {
        scratch = try TemporaryFolder()
        database = try Store.openForWriting(scratch.data)
        writer = Writer(try Store.openForWriting(scratch.data))
        key = try SealingKey(contentsOfOrCreating: scratch.data.key.string)
    }

    package var clock: WallClock { WallClock { [hands] in hands.now } }
    package var now: Timestamp { hands.now }

    package func series(_ slug: String = "reihe", title: String = "Reihe") throws -> Series {
        try database.transaction { try Series.add(try .of(slug), title: Label(title), now: now, in: $0) }
    }

    package func module(_ slug: String = "modul-iv", in series: Series, published: Bool = true) throws -> Module {
        try database.transaction { transaction in
            var module = try Module.add(
                .init(
                    slug: .of(slug), number: Label("IV"), title: Label("Netzwerke"),
                    heldOn: CalendarDate(rawValue: "2017-02-02").unwrapped(), place: Label("Erfurt"), report: ""),
                to: series.id, now: now, in: transaction)
            if published { try module.publish(now: now, in: transaction) }
            return module
        }
    }

    @discardableResult
    package func presentation(
        _ title: String = "Folien", in module: Module, audience: Presentation.Audience = .admitted
    ) throws -> Presentation {
        try presentation(
            title, in: module, audience: audience,
            of: scratch.write(Array("%PDF-1.4 \(title)".utf8), to: "quelle.pdf"))
    }

    package func presentation(
        _ title: String = "Folien", in module: Module, audience: Presentation.Audience = .admitted, of source: FilePath
    ) throws -> Presentation {
        let file = try scratch.data.files.ingest(source)
        return try database.transaction {
            try Presentation.add(
                .init(
                    title: Label(title), speaker: Label("", allowsEmpty: true),
                    organisation: Label("", allowsEmpty: true), audience: audience, fileName: file.name,
                    mediaType: file.mediaType, content: file.content),
                to: module.id, now: now, in: $0)
        }
    }

    package func account(_ email: String = "person@example.org", language: Language = .german) throws -> Account {
        try database.transaction {
            try Account.add(
                .init(
                    email: EmailAddress(email), name: Label("Jörg Müller-Straße"),
                    organisation: Label("", allowsEmpty: true), language: language, expiresAt: nil),
                now: now, in: $0)
        }
    }

    package var issuer: CredentialIssuer {
        CredentialIssuer(hasher: World.hasher, mailer: mailer)
    }

    /// Writes letters; what it reports of wordings is kept in `faults`.
    package var mailer: Mailer {
        Mailer(settings: settings, folder: scratch.data, key: key, clock: clock) { [faults] fault in
            faults.withLock { $0.append(fault) }
        }
    }

    /// Issues an initial password as the command does, handed out.
    package func password(for account: Account) async throws -> InitialPassword {
        let prepared = try await issuer.prepare()
        _ = try database.transaction { try issuer.issue(prepared, to: account, delivery: .handedOut, in: $0) }
        return prepared.password
    }

    package func signIn(throttle: SignInThrottle = SignInThrottle()) throws -> SignIn {
        SignIn(
            writer: Writer(try Store.openForWriting(scratch.data)), hasher: World.hasher, throttle: throttle, key: key,
            clock: clock)
    }
}

extension Slug {
    package static func of(_ text: String) throws -> Slug {
        try Slug(text).unwrapped()
    }
}
