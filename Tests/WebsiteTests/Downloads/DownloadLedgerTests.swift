import HTTP
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct DownloadLedgerTests {
    private let large = Array("%PDF-1.4 ".utf8) + (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    /// Writes down what has been delivered so far, and tells what an account has of a file.
    private func written(
        _ world: World, _ presentation: Presentation, _ account: Account
    ) async throws -> DownloadRecord? {
        try await world.ledger.flush(with: world.recorder)
        let (file, account) = (presentation.file.id, account.id)
        return try await world.writer.read { try DownloadRecord.find(of: file, by: account, in: $0) }
    }

    @Test(arguments: [("", 20), ("?view", 20), ("", 100_009), ("?view", 100_009)])
    func `a member who takes a file has it, and it is written once`(query: String, size: Int) async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: Array(large.prefix(size)))
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let path = world.path(of: presentation, in: module) + query
            #expect(try world.client.get(path, cookie: cookie).status == 200)
            let record = try await written(world, presentation, account).unwrapped()
            #expect(record.delivered.description == "0-\(size - 1)")
            #expect(record.completedAt == world.now)
            // From now on nothing is written, whatever of it is asked for again.
            let reader = try Store.openForReading(world.scratch.data)
            // The first stamp of a connection is of another kind.
            _ = try reader.changeStamp
            let stamp = try reader.changeStamp
            for _ in 0..<4 { #expect(try world.client.get(path, cookie: cookie).body.count == size) }
            #expect(try world.client.get(path, cookie: cookie, ("Range", "bytes=0-3")).status == 206)
            #expect(try await written(world, presentation, account)?.completedAt == record.completedAt)
            #expect(try reader.changeStamp == stamp)
        }
    }

    @Test func `a file that was complete before the start is known to be so after a look`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let (file, size) = (presentation.file.id, presentation.file.content.size)
            let now = world.now
            try await world.writer.write { transaction in
                _ = try DownloadRecord.record(
                    DeliveredRanges([0..<size]), of: file, by: account.id, now: now, in: transaction)
            }
            let path = world.path(of: presentation, in: module)
            #expect(world.ledger.tag(for: account.id, file, addedAt: presentation.file.addedAt) != nil)
            for _ in 0..<3 { #expect(try world.client.get(path, cookie: cookie).status == 200) }
            _ = try await written(world, presentation, account)
            #expect(world.ledger.tag(for: account.id, file, addedAt: presentation.file.addedAt) == nil)
            #expect(try world.client.get(path, cookie: cookie).status == 200)
        }
    }

    @Test func `parts add up, and neither HEAD nor a repeated part nor an unchanged file inflates them`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: large)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let path = world.path(of: presentation, in: module)
            let tag = "\"\(presentation.file.content.hexadecimal)\""
            #expect(try world.client.send("HEAD", path, cookie: cookie).status == 200)
            #expect(try world.client.get(path, cookie: cookie, ("If-None-Match", tag)).status == 304)
            #expect(try world.client.get(path, cookie: cookie, ("If-Match", "\"x\"")).status == 412)
            #expect(try world.client.get(path, cookie: cookie, ("Range", "bytes=900000-")).status == 416)
            #expect(try await written(world, presentation, account) == nil)
            for _ in 0..<3 { _ = try world.client.get(path, cookie: cookie, ("Range", "bytes=7-7")) }
            #expect(try await written(world, presentation, account)?.delivered.description == "7-7")
            _ = try world.client.get(path, cookie: cookie, ("Range", "bytes=-10,20-29"))
            let count = large.count
            #expect(
                try await written(world, presentation, account)?.delivered.description
                    == "7-7,20-29,\(count - 10)-\(count - 1)")
            _ = try world.client.get(path, cookie: cookie, ("Range", "bytes=0-50000"))
            _ = try world.client.get(path, cookie: cookie, ("Range", "bytes=50001-"), ("If-Range", tag))
            let record = try await written(world, presentation, account)
            #expect(record?.delivered.description == "0-\(count - 1)")
            #expect(record?.completedAt == world.now)
        }
    }

    @Test func `each person has their own, and a corrected file begins anew`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let first = try await world.account("a@example.org", admittedTo: module)
            let second = try await world.account("b@example.org", admittedTo: module)
            let path = world.path(of: presentation, in: module)
            let cookie = try await world.session(of: first)
            // Often enough that the answer is remembered; the other person's must not be counted for the first.
            for _ in 0..<3 { _ = try world.client.get(path, cookie: cookie) }
            #expect(try await written(world, presentation, first)?.completedAt != nil)
            #expect(try await written(world, presentation, second) == nil)
            _ = try world.client.get(path, cookie: try await world.session(of: second))
            #expect(try await written(world, presentation, second)?.completedAt != nil)

            let corrected = try world.scratch.data.files.ingest(
                world.scratch.write(Array("%PDF-1.4 corrected".utf8), to: "quelle"),
                name: presentation.file.name)
            let now = world.now
            let replaced = try await world.writer.write { transaction in
                var presentation = presentation
                try presentation.replaceFile(
                    name: corrected.name, mediaType: corrected.mediaType, content: corrected.content, now: now,
                    in: transaction)
                return presentation
            }
            #expect(try await written(world, replaced, first) == nil)
            _ = try world.client.get(path, cookie: cookie)
            #expect(try await written(world, replaced, first)?.completedAt != nil)
            #expect(try await written(world, presentation, first)?.completedAt != nil)
        }
    }

    @Test func `nothing is kept about guests, nor about who may not have a file`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let open = try await world.presentation("Offen", in: module, audience: .public)
            let locked = try await world.presentation("Zu", in: module)
            let account = try await world.account()
            let cookie = try await world.session(of: account)
            #expect(try world.client.get(world.path(of: open, in: module)).status == 200)
            #expect(try world.client.get(world.path(of: locked, in: module), cookie: cookie).status == 403)
            try await world.ledger.flush(with: world.recorder)
            let rows = try await world.writer.read { database in
                try database.count("SELECT count(*) FROM download")
            }
            #expect(rows == 0)
            // What is open to all counts for a member who is signed in.
            #expect(try world.client.get(world.path(of: open, in: module), cookie: cookie).status == 200)
            #expect(try await written(world, open, account)?.completedAt != nil)
            #expect(!world.log.all.contains { $0.contains("download") })
        }
    }

    @Test func `what could not be written is written the next time`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            #expect(try world.client.get(world.path(of: presentation, in: module), cookie: cookie).status == 200)
            let closed = DownloadRecorder(writer: Writer(try Store.openForReading(world.scratch.data)))
            await #expect(throws: (any Error).self) { try await world.ledger.flush(with: closed) }
            #expect(try await written(world, presentation, account)?.completedAt != nil)
        }
    }
}
