import Mail
import SystemPackage
import TestSupport
import Testing

struct FolderTransportTests {
    private static func mail(_ id: String, _ text: String = "Text\r\n") throws -> RenderedMail {
        RenderedMail(
            id: try #require(RenderedMail.ID(id)), envelopeSender: nil,
            envelopeRecipients: [try EmailAddress("a@b.de")], bytes: Array(text.utf8))
    }

    @Test func `makes the folder and the file for its owner alone`() async throws {
        let place = try TemporaryFolder()
        try await FolderTransport(folder: place.path.appending("outbox")).deliver(Self.mail("7"))
        #expect(place.names(in: "outbox") == ["7.eml"])
        #expect(try place.read("outbox/7.eml") == Array("Text\r\n".utf8))
        #expect(try place.mode(of: "outbox") == 0o700)
        #expect(try place.mode(of: "outbox/7.eml") == 0o600)
    }

    @Test func `replaces its own file when the attempt is repeated`() async throws {
        let place = try TemporaryFolder()
        let transport = FolderTransport(folder: place.path)
        try await transport.deliver(Self.mail("7", "a longer first text\r\n"))
        try await FolderTransport(folder: place.path).deliver(Self.mail("7", "second\r\n"))
        try await transport.deliver(Self.mail("8", ""))
        #expect(place.names() == ["7.eml", "8.eml"])
        #expect(try place.read("7.eml") == Array("second\r\n".utf8))
        #expect(try place.read("8.eml") == [])
    }

    @Test func `stays whole when many deliver at once`() async throws {
        let place = try TemporaryFolder()
        let transport = FolderTransport(folder: place.path.appending("outbox"))
        let texts = (0..<8).map { String(repeating: "\($0)", count: 50_000) }
        let mails = try texts.map { text throws in try Self.mail("same", text) }
        try await withThrowingTaskGroup { group in
            for mail in mails {
                group.addTask { try await transport.deliver(mail) }
            }
            try await group.waitForAll()
        }
        #expect(place.names(in: "outbox") == ["same.eml"])
        let text = String(decoding: try place.read("outbox/same.eml"), as: UTF8.self)
        #expect(texts.contains(text))
    }

    @Test func `says in the system's words what is in the way, and that it may pass`() async throws {
        let place = try TemporaryFolder()
        try place.write([], to: "file")
        for (folder, code) in [("file", Errno.notDirectory), ("missing/outbox", .noSuchFileOrDirectory)] {
            let mail = try Self.mail("7")
            let error = await #expect(throws: MailDeliveryError.self) {
                try await FolderTransport(folder: place.path.appending(folder)).deliver(mail)
            }
            #expect(error?.persistence == .temporary && error?.scope == .service && error?.cause == .folder)
            #expect(error?.reason.hasSuffix(": \(code)") == true)
        }
    }

    @Test func `leaves no temporary file behind a failure`() async throws {
        let place = try TemporaryFolder()
        // A folder of the file's name makes the last step fail.
        try await FolderTransport(folder: place.path.appending("7.eml")).deliver(Self.mail("inner"))
        let mail = try Self.mail("7")
        let error = await #expect(throws: MailDeliveryError.self) {
            try await FolderTransport(folder: place.path).deliver(mail)
        }
        #expect(error?.reason.hasSuffix(": \(Errno.isDirectory)") == true)
        #expect(place.names() == ["7.eml"])
    }

    @Test func `sweeps only its own old leftovers`() throws {
        let place = try TemporaryFolder()
        let names = [".7.abc.eml-part", ".8.new.eml-part", ".hidden", "7.eml", "x.eml-part"]
        for name in names { try place.write([], to: name) }
        for name in names { try place.setLastWritten(name, to: 1_000_000_000) }
        try place.setLastWritten(".8.new.eml-part", to: 32_000_000_000)
        let transport = FolderTransport(folder: place.path)
        #expect(try transport.sweep() == 1)
        #expect(place.names() == names.filter { $0 != ".7.abc.eml-part" }.sorted())
        #expect(try transport.sweep() == 0)
    }

    @Test func `sweeps a folder that is not there yet`() throws {
        let place = try TemporaryFolder()
        #expect(try FolderTransport(folder: place.path.appending("outbox")).sweep() == 0)
    }
}
