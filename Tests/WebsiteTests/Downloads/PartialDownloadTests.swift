import Mail
import TestSupport
import Testing

@testable import Catalogue
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct PartialDownloadTests {
    private let content = Array("%PDF-1.4 ".utf8) + (0..<40_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    /// Runs a test with the address of a file, its tag, and the cookie of a member who may have it.
    private func run(
        _ test: (_ world: World, _ path: String, _ tag: String, _ cookie: String) throws -> Void
    ) async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: content)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let tag = "\"\(presentation.file.content.hexadecimal)\""
            try test(world, world.path(of: presentation, in: module), tag, cookie)
        }
    }

    @Test(arguments: ["", "?view"])
    func `whatever comes of it, no shared cache may keep it, and each answer says on what it depends`(
        query: String
    ) async throws {
        try await run { world, path, tag, cookie in
            for (fields, status) in [
                ([], 200), ([("Range", "bytes=5-9")], 206), ([("Range", "bytes=0-0,-1")], 206),
                ([("If-None-Match", tag)], 304), ([("If-Match", "\"x\"")], 412), ([("Range", "bytes=99999-")], 416),
            ] as [([(String, String)], Int)] {
                let reply = try world.client.send("GET", path + query, cookie: cookie, fields: fields)
                #expect(reply.status == status)
                #expect(reply.all("Vary") == ["Cookie"])
                #expect(reply["Content-Encoding"] == nil)
                #expect(reply.all("X-Content-Type-Options") == ["nosniff"])
                #expect(reply["Content-Security-Policy"]?.contains("default-src 'none'") == true)
                guard status < 400 else { continue }
                #expect(reply.all("Cache-Control") == ["private, no-cache"])
                #expect(reply.all("ETag") == [tag])
                #expect((reply["Last-Modified"] == nil) == (status == 304))
                #expect((reply["Content-Disposition"] == nil) == (status == 304))
            }
        }
    }

    @Test func `several ranges come as parts, or as the file where that is no more`() async throws {
        try await run { world, path, tag, cookie in
            let reply = try world.client.get(path, cookie: cookie, ("Range", "bytes=-5,0-8"))
            #expect(reply.status == 206)
            #expect(reply["Content-Range"] == nil)
            let type = try reply["Content-Type"].unwrapped()
            let boundary = try type.split(separator: "=").last.unwrapped()
            #expect(type == "multipart/byteranges; boundary=\(boundary)")
            let count = content.count
            var expected = Array("--\(boundary)\r\nContent-Type: application/pdf\r\nContent-Range: bytes ".utf8)
            expected += "\(count - 5)-\(count - 1)/\(count)\r\n\r\n".utf8
            expected += content.suffix(5)
            expected += "\r\n--\(boundary)\r\nContent-Type: application/pdf\r\nContent-Range: bytes ".utf8
            expected += "0-8/\(count)\r\n\r\n%PDF-1.4 \r\n--\(boundary)--\r\n".utf8
            #expect(reply.body == expected)
            #expect(reply["Content-Length"] == "\(expected.count)")

            let most = try world.client.get(path, cookie: cookie, ("Range", "bytes=0-39990,40000-"))
            #expect(most.status == 200)
            #expect(most.body == content)
            let stale = try world.client.get(path, cookie: cookie, ("Range", "bytes=0-0,-1"), ("If-Range", "\"x\""))
            #expect(stale.status == 200)
            let fresh = try world.client.get(path, cookie: cookie, ("Range", "bytes=0-0,-1"), ("If-Range", tag))
            #expect(fresh.status == 206)
        }
    }

    @Test func `a remembered whole answer is never given for a part or under a condition`() async throws {
        try await run { world, path, tag, cookie in
            for _ in 0..<3 { #expect(try world.client.get(path, cookie: cookie).body == content) }
            for (fields, status) in [
                ([("Range", "bytes=5-9")], 206), ([("range", "bytes=0-0,-1")], 206), ([("If-None-Match", tag)], 304),
                ([("If-Match", "\"x\"")], 412), ([("Range", "bytes=99999-")], 416),
                ([("If-Modified-Since", "Thu, 02 Feb 2017 12:00:00 GMT")], 304),
                ([("If-Unmodified-Since", "Thu, 02 Feb 2017 11:59:59 GMT")], 412),
                ([("Range", "bytes=5-9"), ("Range", "bytes=5-9")], 200), ([("If-Range", tag)], 200),
                ([], 200),
            ] as [([(String, String)], Int)] {
                let reply = try world.client.send("GET", path, cookie: cookie, fields: fields)
                #expect(reply.status == status, "\(fields)")
                if status == 200 { #expect(reply.body == content) }
                let head = try world.client.send("HEAD", path, cookie: cookie, fields: fields)
                #expect(head.status == (status == 206 || status == 416 ? 200 : status), "\(fields)")
                #expect(head.body.isEmpty)
            }
        }
    }
}
