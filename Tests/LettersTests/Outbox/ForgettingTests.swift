import DomainTestSupport
import Mail
import Secrets
import SystemPackage
import TestSupport
import Testing

@testable import Letters
@testable import Nachlese

/// Nothing of a password is left where it was on its way.
struct ForgettingTests {
    private func files(_ world: World) throws -> [[UInt8]] {
        try ["nachlese.db", "nachlese.db-wal", "nachlese.db-shm", "nachlese.db-journal"].compactMap { name in
            do {
                return try TemporaryFolder.read(world.scratch.data.path.appending(name))
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
        }
    }

    private func holds(_ files: [[UInt8]], _ bytes: some Collection<UInt8>) -> Bool {
        files.contains { file in
            file.indices.contains { file[$0] == bytes.first && file[$0...].starts(with: bytes) }
        }
    }

    @Test(
        "neither the password nor its sealed form is in any file of the database after the hand-over",
        arguments: [nil, MailDeliveryError.unknown])
    func forgotten(answer: MailDeliveryError?) async throws {
        let world = try World()
        let mail = try await world.mail()
        let sealed = try mail.sealed(in: world.database).unwrapped()
        let text = String(decoding: try world.key.open(sealed, context: OutboxMail.context(of: mail.id)), as: UTF8.self)
        let password = try text.split(separator: "\r\n").first { $0.hasPrefix("Passwort: ") }.unwrapped().dropFirst(10)
        // Runs of it, as it does not lie in one piece.
        let pieces = stride(from: 100, to: sealed.count - 24, by: sealed.count / 4).map { sealed[$0..<$0 + 24] }
        let before = try files(world)
        #expect(pieces.filter { holds(before, $0) }.count >= pieces.count - 1)
        #expect(!holds(try files(world), password.utf8))

        // The server and the workers have the database open, too.
        let reader = try Store.openForReading(world.scratch.data)
        _ = try OutboxMail.all(in: reader)
        let report = try await world.sender(ToldTransport([answer])).deliverDue(with: world.writer)
        #expect(report.isLogEmpty)
        let after = try files(world)
        for piece in pieces { #expect(!holds(after, piece)) }
        #expect(!holds(after, password.utf8))
        #expect(try OutboxMail.all(in: reader).map(\.state) == [answer == nil ? .handedOver : .undeliverable])
    }
}
