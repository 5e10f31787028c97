import Glibc
import Testing

@testable import Website

@Suite struct SiteAssetsTests {
    @Test(.timeLimit(.minutes(1)), arguments: ["nachlese.css", "nachlese.js", "icon.svg"])
    func `are served as they lie in the folder`(name: String) async throws {
        try await World.run { world in
            let content = try file("Public/\(name)")
            let reply = try world.client.get("/assets/\(name)")
            #expect(reply.status == 200)
            #expect(reply.body == content)
            #expect(!content.isEmpty)
            #expect(reply["Cache-Control"] == "no-cache")
            #expect(reply["Set-Cookie"] == nil)
            let again = try world.client.get("/assets/\(name)", ("If-None-Match", try reply["ETag"].unwrapped()))
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `are kept for ever under the address that pages give`() async throws {
        try await World.run { world in
            let page = try world.client.get("/").text
            for address in [SiteAssets().styleSheet, SiteAssets().script, SiteAssets().icon] {
                #expect(page.contains("\"\(address)\""))
                let reply = try world.client.get(address)
                #expect(reply.status == 200)
                #expect(reply["Cache-Control"] == "public, max-age=31536000")
            }
            #expect(try world.client.get("/assets/nachlese.css?v=000000000000")["Cache-Control"] == "no-cache")
            #expect(try world.client.get("/assets/nichts.css").status == 404)
            #expect(try world.client.get("/assets/").status == 404)
        }
    }

    @Test func `the style sheet loads nothing from elsewhere`() throws {
        let css = String(decoding: try file("Public/nachlese.css"), as: UTF8.self)
        #expect(!css.contains("url("))
        #expect(!css.contains("//"))
        #expect(!css.contains("@import"))
        #expect(css.utf8.count < 20_000)
    }

    private func file(_ path: String, source: String = #filePath) throws -> [UInt8] {
        let root = source.split(separator: "/").dropLast(4).joined(separator: "/")
        let stream = try unsafe fopen("/\(root)/\(path)", "r").unwrapped()
        defer { unsafe _ = fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 100_000)
        let count = unsafe fread(&bytes, 1, bytes.count, stream)
        return Array(bytes[..<count])
    }
}
