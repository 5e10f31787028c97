import Codecs
import DomainTestSupport
import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

struct ParticipationTests {
    private func participation(
        of account: Account, in module: Module, _ world: World
    ) throws -> Participation? {
        try Participation.find(account.id, in: module, now: world.now, database: world.database)
    }

    private func admit(
        _ account: Account, to scope: Admission.Scope, until end: Timestamp? = nil, _ world: World
    ) throws {
        _ = try world.database.transaction {
            try Admission.admit(account.id, to: scope, until: end, now: world.now, in: $0)
        }
    }

    private func mail(to account: Account, _ world: World) async throws -> (OutboxMail, InitialPassword) {
        let prepared = try await world.issuer.prepare()
        let mail = try world.database.transaction {
            try world.issuer.issue(prepared, to: account, delivery: .mail, in: $0)
        }
        return (try mail.unwrapped(), prepared.password)
    }

    private func complete(_ presentation: Presentation, by account: Account, _ world: World) throws {
        try world.database.transaction { transaction in
            _ = try transaction.run(
                """
                INSERT INTO download (account_id, file_version_id, delivered, begun_at, completed_at)
                SELECT ?, max(id), '0-1', ?, ? FROM file_version WHERE presentation_id = ?
                """, account.id, world.now, world.now, presentation.id)
        }
    }

    @Test("somebody goes up the whole ladder")
    func ladder() async throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let (first, second) = (try world.presentation(in: module), try world.presentation("Zweite", in: module))
        try world.presentation("Offen", in: module, audience: .public)
        let account = try world.account()
        #expect(try participation(of: account, in: module, world) == nil)
        try admit(account, to: .series(series.id), world)
        try admit(account, to: .module(module.id), world)
        #expect(try participation(of: account, in: module, world)?.stage == .listed)

        world.hands.advance(10)
        let (mail, password) = try await mail(to: account, world)
        #expect(try participation(of: account, in: module, world)?.stage == .waiting)
        #expect(try participation(of: account, in: module, world)?.isMailOnItsWay == true)
        world.hands.advance(10)
        try world.database.transaction { try OutboxMail.markHandedOver(mail.id, now: world.now, in: $0) }
        let mailed = try participation(of: account, in: module, world)
        #expect(mailed?.stage == .mailed && mailed?.since == world.now && mailed?.cannotGetIn == false)

        world.hands.advance(10)
        _ = try await world.signIn().attempt(
            .init(email: "person@example.org", password: password.grouped, network: "n", isRemembered: false),
            reading: world.database)
        let signedIn = try participation(of: account, in: module, world)
        #expect(signedIn?.stage == .signedIn && signedIn?.since == world.now)
        world.hands.advance(10)
        _ = try await world.signIn().attempt(
            .init(email: "person@example.org", password: password.grouped, network: "n", isRemembered: false),
            reading: world.database)
        #expect(try participation(of: account, in: module, world)?.since == signedIn?.since)

        let own = try await World.hasher.hash(Secret("ein ganzer Satz ist gut"))
        try world.database.transaction { try Credential.setOwn(own, of: account.id, now: world.now, in: $0) }
        #expect(try participation(of: account, in: module, world)?.stage == .ownPassword)
        try complete(first, by: account, world)
        #expect(try participation(of: account, in: module, world)?.stage == .ownPassword)
        world.hands.advance(10)
        try complete(second, by: account, world)
        let complete = try participation(of: account, in: module, world)
        #expect(complete?.stage == .complete && complete?.since == world.now)
        try await replace(first, withdraw: second, by: account, in: module, world)
    }

    private func replace(
        _ first: Presentation, withdraw second: Presentation, by account: Account, in module: Module, _ world: World
    ) async throws {
        let file = try world.scratch.data.files.ingest(
            world.scratch.write(Array("%PDF-1.4 corrected".utf8), to: "neu.pdf"))
        try world.database.transaction { transaction in
            _ = try transaction.run(
                """
                INSERT INTO file_version (presentation_id, number, name, media_type, size, sha256, crc32, added_at)
                VALUES (?, 2, 'neu.pdf', 'application/pdf', ?, ?, 0, ?)
                """, second.id, file.content.size, file.content.digest, world.now)
        }
        #expect(try participation(of: account, in: module, world)?.stage == .ownPassword)
        try world.database.transaction { transaction in
            _ = try transaction.run(
                "UPDATE presentation SET withdrawn_at = ? WHERE id = ?", world.now, second.id)
        }
        #expect(try participation(of: account, in: module, world)?.stage == .complete)
    }

    @Test("the newest mail decides, and says why it came back")
    func bounced() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account()
        try admit(account, to: .module(module.id), world)
        let (first, _) = try await mail(to: account, world)
        try world.database.transaction { transaction in
            try OutboxMail.markHandedOver(first.id, now: world.now, in: transaction)
            _ = try transaction.run(
                "UPDATE mail SET state = 'bounced', bounced_at = ?, last_error = 'no such mailbox'", world.now)
        }
        let bounced = try participation(of: account, in: module, world)
        #expect(bounced?.stage == .bounced && bounced?.reason == "no such mailbox" && bounced?.cannotGetIn == true)
        #expect(
            bounced?.renewal(olderThan: 0, includingUnreachable: false, now: world.now) == .isUnreachable)
        #expect(bounced?.renewal(olderThan: 0, includingUnreachable: true, now: world.now) == .due)
        let (second, _) = try await mail(to: account, world)
        #expect(try participation(of: account, in: module, world)?.stage == .waiting)
        try world.database.transaction { try OutboxMail.markHandedOver(second.id, now: world.now, in: $0) }
        let mailed = try participation(of: account, in: module, world)
        #expect(mailed?.stage == .mailed && mailed?.reason == nil)
    }

    @Test("a renewal passes over who was in, was mailed lately, or is not meant to get in")
    func renewal() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        var account = try world.account()
        try admit(account, to: .module(module.id), until: world.now + 40 * 86_400, world)
        func verdict(_ age: Int64 = 86_400) throws -> Participation.Renewal? {
            try participation(of: account, in: module, world)?
                .renewal(olderThan: age, includingUnreachable: false, now: world.now)
        }
        #expect(try verdict() == .due)
        let (mail, password) = try await mail(to: account, world)
        #expect(try verdict(0) == .isOnItsWay)
        try world.database.transaction { try OutboxMail.markHandedOver(mail.id, now: world.now, in: $0) }
        world.hands.advance(86_399)
        #expect(try verdict() == .isRecent)
        world.hands.advance(1)
        #expect(try verdict() == .due)
        world.hands.advance(30 * 86_400)
        #expect(try participation(of: account, in: module, world)?.cannotGetIn == true)
        world.hands.advance(10 * 86_400)
        #expect(try verdict() == .closed)
        try admit(account, to: .module(module.id), world)
        #expect(try verdict() == .due)
        try world.database.transaction { try Account.markSignedIn(account.id, now: world.now, in: $0) }
        #expect(try verdict() == .wasIn)
        try world.database.transaction { transaction in _ = try account.revoke(now: world.now, in: transaction) }
        #expect(try verdict() == .closed)
        _ = password
    }

    @Test("a password that was handed out is no mail")
    func handedOut() async throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account()
        try admit(account, to: .module(module.id), world)
        #expect(try Account.hasNoPassword(account.id, in: world.database))
        _ = try await world.password(for: account)
        #expect(try !Account.hasNoPassword(account.id, in: world.database))
        #expect(try participation(of: account, in: module, world)?.stage == .handedOut)
    }

    @Test("everybody of a module by name, whichever way they were admitted, and nobody else")
    func all() throws {
        let world = try World()
        let series = try world.series()
        let (module, other) = (try world.module(in: series), try world.module("modul-v", in: series))
        for (index, scope) in [Admission.Scope.series(series.id), .module(module.id), .module(other.id)].enumerated() {
            try admit(world.account("a\(index)@example.org"), to: scope, world)
        }
        _ = try world.account("z@example.org")
        let found = try Participation.all(in: module, now: world.now, database: world.database)
        #expect(found.map(\.account.email.description) == ["a0@example.org", "a1@example.org"])
        let first = try Account.get(EmailAddress("a0@example.org"), in: world.database)
        let ladder = try Participation.all(of: first.id, now: world.now, database: world.database)
        #expect(ladder.map(\.module.slug) == [module.slug, other.slug])
    }

    @Test("no table that grows with the number of people is read as a whole for one of them")
    func indexes() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account()
        try admit(account, to: .module(module.id), world)
        func plan<each V: DatabaseValue>(_ sql: SQL, _ values: repeat each V) throws -> [String] {
            try world.database.all("EXPLAIN QUERY PLAN \(sql)", repeat each values) { row in
                for _ in 0..<3 { _ = try row.read(Int.self) }
                return try row.read()
            }
        }
        func read(_ plan: [String]) -> Set<String> {
            Set(plan.filter { $0.hasPrefix("SCAN") }.map { String($0.split(separator: " ")[1]) })
        }
        let people = try plan(Participation.query, module.id, module.series, nil as Account.ID?, world.now)
        #expect(people.contains { $0.contains("admission_") })
        #expect(read(people).isSubset(of: ["wanted", "admitted", "participant"]))
        let admissions = try plan(Admission.ofAccount, account.id)
        #expect(admissions.contains { $0.contains("admission_") })
        #expect(read(admissions).isEmpty)
    }
}
