import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

@testable import Nachlese
@testable import NachleseServer
@testable import Website

struct RedirectJobTests {
    private let scratch: TemporaryFolder
    private let redirects: ServerRedirects
    private let job: RedirectJob

    init() throws {
        scratch = try TemporaryFolder()
        try scratch.write("/alt /contact\n".utf8, to: "redirects.conf")
        redirects = try ServerRedirects(DataFolder(scratch.path))
        job = RedirectJob(redirects: redirects)
    }

    private var addresses: [String] { redirects.redirects.current.rules.map(\.old) }

    /// What the last round logs that finds something; what was written a moment ago is found more than once.
    private func messages() async -> [String] {
        var messages: [String] = []
        while true {
            let events = await job.round(StopFlag()).events
            if events.isEmpty { return messages }
            messages = events.map { "\($0.message)" }
        }
    }

    @Test func `a changed table is in force after the next round, a broken one changes nothing`() async throws {
        #expect(addresses == ["/alt"])
        _ = await messages()
        try scratch.write("/neu /contact\n/neuer /imprint\n".utf8, to: "redirects.conf")
        #expect(await messages() == ["old addresses read"])
        #expect(addresses == ["/neu", "/neuer"])
        try scratch.write("/neu\n".utf8, to: "redirects.conf")
        #expect(await messages() == ["old addresses not changed"])
        #expect(addresses == ["/neu", "/neuer"])
        try Folder.removeFile(scratch.path.appending("redirects.conf"))
        #expect(await messages() == ["old addresses read"])
        #expect(addresses.isEmpty)
    }

    @Test func `a pipe in the place of the table holds up nobody`() async throws {
        _ = await messages()
        let path = scratch.path.appending("redirects.conf")
        try Folder.removeFile(path)
        let isMade = unsafe path.withPlatformString { unsafe mkfifo($0, 0o600) } == 0
        try #require(isMade)
        #expect(await messages() == ["old addresses not changed"])
        #expect(addresses == ["/alt"])
    }

    @Test func `who is told to reads at once, and the next round not again`() async throws {
        _ = await messages()
        try scratch.write("/neu /contact\n".utf8, to: "redirects.conf")
        #expect("\(redirects.reload().message)" == "old addresses read")
        #expect(addresses == ["/neu"])
        _ = await messages()
        #expect("\(redirects.reload().message)" == "old addresses read")
        #expect(await messages().isEmpty)
    }
}
