import Glibc
import Mail
import TestSupport
import Testing

@testable import Website

@Suite struct SiteAssetsTests {
    @Test(.timeLimit(.minutes(15)), arguments: ["nachlese.css", "nachlese.js", "icon.svg"])
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

    @Test(.timeLimit(.minutes(15))) func `are kept for ever under the address that pages give`() async throws {
        try await World.run { world in
            let page = try world.client.get("/").text
            for address in [SiteAssets().styleSheet, SiteAssets().script, SiteAssets().icon] {
                #expect(page.contains("\"\(address)\""))
                let reply = try world.client.get(address)
                #expect(reply.status == 200)
                #expect(reply["Cache-Control"] == "public, max-age=31536000, immutable")
            }
            #expect(try world.client.get("/assets/nachlese.css?v=000000000000")["Cache-Control"] == "no-cache")
            #expect(try world.client.get("/assets/nichts.css").status == 404)
            #expect(try world.client.get("/assets/").status == 404)
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["nachlese.css", "nachlese.js", "icon.svg"])
    func `are sent compressed to who accepts that`(name: String) async throws {
        try await World.run { world in
            var tags: Set<String> = []
            for (accepted, coding, suffix) in [
                ("gzip, deflate, br", "br", ".br"), ("gzip, br;q=0", "gzip", ".gz"), ("identity", nil, ""),
                ("br;q=2", nil, ""),
            ] as [(String, String?, String)] {
                for query in ["", "?v=000000000000"] {
                    let path = "/assets/\(name)\(query)"
                    let reply = try world.client.get(path, ("Accept-Encoding", accepted))
                    #expect(reply.status == 200)
                    #expect(reply["Content-Encoding"] == coding)
                    #expect(reply.body == (try file("Public/\(name)\(suffix)")))
                    #expect(reply.all("Vary") == ["Accept-Encoding"])
                    let tag = try reply["ETag"].unwrapped()
                    tags.insert(tag)
                    let again = try world.client.get(path, ("Accept-Encoding", accepted), ("If-None-Match", tag))
                    #expect(again.status == 304)
                    #expect(again.all("Vary") == ["Accept-Encoding"])
                    #expect(again["ETag"] == tag)
                    #expect(again["Content-Encoding"] == nil)
                }
            }
            #expect(tags.count == 3)
            for suffix in [".br", ".gz"] {
                #expect(try world.client.get("/assets/\(name)\(suffix)").status == 404)
                // Less than a twentieth saved would not be worth it.
                #expect(try file("Public/\(name)\(suffix)").count * 20 <= file("Public/\(name)").count * 19)
            }
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
