import Catalogue
import Codecs
import Mail
import Members
import Nachlese
import Platform
import SQLite
import Secrets
import SystemPackage
import TestSupport

extension World {
    @discardableResult
    func series(_ slug: String = "reihe", title: String = "Sozialplanung", summary: String = "") async throws -> Series
    {
        let now = now
        return try await writer.write {
            try Series.add(.of(slug), title: Label(title), summary: summary, now: now, in: $0)
        }
    }

    @discardableResult
    func module(
        _ slug: String = "modul-iv", in series: Series, number: String = "IV", title: String = "Netzwerke",
        heldOn: String = "2017-02-02", report: String = "Ein Bericht.", published: Bool = true
    ) async throws -> Module {
        let now = now
        return try await writer.write { transaction in
            var module = try Module.add(
                .init(
                    slug: .of(slug), number: Label(number, allowsEmpty: true), title: Label(title),
                    heldOn: CalendarDate(heldOn).unwrapped(), place: Label("Erfurt"), report: report),
                to: series.id, now: now, in: transaction)
            if published { try module.publish(now: now, in: transaction) }
            return module
        }
    }

    @discardableResult
    func presentation(
        _ title: String = "Folien", in module: Module, file name: String = "folien.pdf",
        content: [UInt8] = Array("%PDF-1.4 0123456789".utf8), audience: Presentation.Audience = .admitted
    ) async throws -> Presentation {
        let source = try scratch.write(content, to: "quelle")
        let file = try scratch.data.files.ingest(source, name: FileName(rawValue: name).unwrapped())
        let now = now
        return try await writer.write {
            try Presentation.add(
                .init(
                    title: Label(title), speaker: Label("Referat", allowsEmpty: true),
                    organisation: Label("Hochschule", allowsEmpty: true), audience: audience, fileName: file.name,
                    mediaType: file.mediaType, content: file.content),
                to: module.id, now: now, in: $0)
        }
    }

    /// A grey picture of 64 by 32 pixels, as small as they come.
    @discardableResult
    func picture(
        _ name: String = "saal.png", alternative: String? = "Ein Saal", in module: Module,
        bytes: [UInt8] = PictureSamples.png(width: 64, height: 32)
    ) async throws -> Picture {
        let content = try scratch.data.files.ingest(bytes)
        let now = now
        return try await writer.write { transaction in
            try Picture.add(
                .init(
                    name: PictureName(name).unwrapped(), alternative: alternative.map { try Label($0) },
                    facts: PictureFacts(bytes), content: content),
                to: module, now: now, in: transaction)
        }
    }

    @discardableResult
    func account(
        _ email: String = "person@example.org", name: String = "Jörg Müller", language: Language = .german,
        admittedTo module: Module? = nil, until end: Timestamp? = nil, expiresAt: Timestamp? = nil
    ) async throws -> Account {
        let now = now
        return try await writer.write { transaction in
            let account = try Account.add(
                .init(
                    email: EmailAddress(email), name: Label(name), organisation: Label("", allowsEmpty: true),
                    language: language, expiresAt: expiresAt),
                now: now, in: transaction)
            if let module {
                try Admission.admit(account.id, to: .module(module.id), until: end, now: now, in: transaction)
            }
            return account
        }
    }

    /// A cookie of a session that begins now.
    func session(
        of account: Account, with credential: Credential.Kind = .own, isRemembered: Bool = false
    ) async throws -> String {
        let now = now
        let token = try await writer.write {
            try Session.begin(
                for: account.id, credential: credential, isRemembered: isRemembered, now: now, in: $0)
        }
        return "nachlese=\(token.reveal())"
    }

    func setPassword(_ password: String, of account: Account) async throws {
        let hash = try await World.hasher.hash(Secret(password))
        let now = now
        try await writer.write { try Credential.setOwn(hash, of: account.id, now: now, in: $0) }
    }

    /// Issues an initial password as the command does.
    func initialPassword(of account: Account) async throws -> String {
        let now = now
        let issuer = CredentialIssuer(
            hasher: World.hasher,
            mailer: Mailer(
                settings: Settings(), folder: scratch.data, key: key, clock: WallClock { now }, report: { _ in }))
        let prepared = try await issuer.prepare()
        _ = try await writer.write { try issuer.issue(prepared, to: account, delivery: .handedOut, in: $0) }
        return prepared.password.grouped.reveal()
    }

    func revoke(_ account: Account) async throws {
        let now = now
        try await writer.write { transaction in
            var account = account
            _ = try account.revoke(now: now, in: transaction)
        }
    }

    /// The address of a presentation's file.
    func path(of presentation: Presentation, in module: Module) -> String {
        "/modules/\(module.slug)/\(presentation.slug)/\(presentation.file.name)"
    }
}

extension Slug {
    static func of(_ text: String) throws -> Slug {
        try Slug(text).unwrapped()
    }
}
