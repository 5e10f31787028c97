import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Letters
@testable import Members
@testable import Nachlese

struct BulkCredentialIssuerTests {
    private func world(_ count: Int) throws -> (World, [Account]) {
        let world = try World()
        return (world, try (0..<count).map { try world.account("a\($0)@example.org") })
    }

    private func run(
        _ world: World, _ accounts: [Account], stopAfter limit: Int = .max
    ) async throws -> BulkCredentialIssuer.Report {
        var done = 0
        return try await BulkCredentialIssuer(world.issuer, writer: world.writer, width: 2).run(
            accounts, isNeeded: { try Account.hasNoPassword($0.id, in: $1) }, isStopped: { done >= limit },
            progress: { done = $0 })
    }

    @Test("everybody gets one mail, and a second run mails nobody")
    func once() async throws {
        let (world, accounts) = try world(9)
        let report = try await run(world, accounts)
        #expect(report.mails.count == 9 && report.spared == 0 && !report.isStopped && report.failures.isEmpty)
        #expect(Set(try OutboxMail.all(in: world.database).map(\.recipient)).count == 9)
        let second = try await run(world, accounts)
        #expect(second.mails.isEmpty && second.spared == 9)
    }

    @Test("it stops behind what it has begun, and the next run goes on")
    func stopped() async throws {
        let (world, accounts) = try world(9)
        let first = try await run(world, accounts, stopAfter: 3)
        #expect(first.isStopped && (3...5).contains(first.mails.count))
        let second = try await run(world, accounts)
        #expect(!second.isStopped && first.mails.count + second.mails.count == 9)
        #expect(try OutboxMail.all(in: world.database).count == 9)
    }

    @Test("an account that was revoked meanwhile fails alone")
    func revoked() async throws {
        let (world, accounts) = try world(3)
        var second = accounts[1]
        try world.database.transaction { transaction in _ = try second.revoke(now: world.now, in: transaction) }
        let report = try await run(world, accounts)
        #expect(report.mails.count == 2)
        #expect(report.failures.map(\.account.email.description) == ["a1@example.org"])
    }
}
