import Codecs
import Glibc
import Mail
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct DownloadTests {
    private let content = Array("%PDF-1.4 ".utf8) + (0..<40_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    @Test func `a request that made much up is answered as well, and not kept`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: content)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let path = Route.presentation(
                module: module.slug, presentation: presentation.slug, fileName: presentation.file.name.rawValue
            ).path
            for padding in [0, 900, 20_000] {
                let sent = cookie + "; x=" + String(repeating: "y", count: padding)
                for _ in 0..<3 { #expect(try world.client.get(path, cookie: sent).body == content) }
                #expect(RepeatedResponseCache.Key.fits(host: 14, cookie: sent.utf8.count) == (padding < 20_000))
            }
        }
    }

    @Test func `a member gets the file with everything that belongs to it`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(
                in: module, file: "Größe & „Träger“.pdf", content: content)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let route = Route.presentation(
                module: module.slug, presentation: presentation.slug, fileName: presentation.file.name.rawValue)
            for _ in 0..<2 {  // decided the first time, remembered the second
                let reply = try world.client.get(route.path, cookie: cookie)
                #expect(reply.status == 200)
                #expect(reply.body == content)
                #expect(reply["Content-Type"] == "application/pdf")
                #expect(reply["ETag"] == "\"\(presentation.file.content.hexadecimal)\"")
                #expect(reply["Last-Modified"] == "Thu, 02 Feb 2017 12:00:00 GMT")
                #expect(reply["Cache-Control"] == "private, no-cache")
                #expect(reply["Vary"] == "Cookie")
                #expect(reply["Accept-Ranges"] == "bytes")
                #expect(reply["X-Robots-Tag"] == "noindex")
                #expect(reply["Content-Security-Policy"] == "default-src 'none'; sandbox")
                #expect(reply["Cross-Origin-Resource-Policy"] == "same-origin")
                #expect(reply.all("X-Content-Type-Options") == ["nosniff"])
                #expect(
                    reply["Content-Disposition"]?.hasSuffix(
                        "filename*=UTF-8''Gr%C3%B6%C3%9Fe%20&%20%E2%80%9ETr%C3%A4ger%E2%80%9C.pdf") == true)
            }
        }
    }

    @Test func `ranges and conditions are honoured`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: content)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let path = world.path(of: presentation, in: module)
            let etag = "\"\(presentation.file.content.hexadecimal)\""
            let part = try world.client.get(path, cookie: cookie, ("Range", "bytes=20000-"), ("If-Range", etag))
            #expect(part.status == 206)
            #expect(part.body == Array(content[20_000...]))
            #expect(part["Content-Range"] == "bytes 20000-\(content.count - 1)/\(content.count)")
            let changed = try world.client.get(path, cookie: cookie, ("Range", "bytes=20000-"), ("If-Range", "\"x\""))
            #expect(changed.status == 200)
            #expect(changed.body == content)
            #expect(try world.client.get(path, cookie: cookie, ("If-None-Match", etag)).status == 304)
            #expect(try world.client.get(path, cookie: cookie, ("Range", "bytes=\(Int64.max)-")).status == 416)
            let head = try world.client.send("HEAD", path, cookie: cookie)
            #expect(head.status == 200)
            #expect(head["Content-Length"] == "\(content.count)")
            #expect(head.body.isEmpty)
        }
    }

    @Test(
        arguments: [
            ("a.pdf", Array("%PDF-1".utf8), true), ("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], true),
            ("a.pptx", [0x50, 0x4B, 0x03, 0x04], false), ("a.txt", Array("text".utf8), false),
            ("a.mp4", Array("film".utf8), false),
        ] as [(String, [UInt8], Bool)])
    func `only PDF files and pictures are shown inside the browser`(name: String, bytes: [UInt8], isShown: Bool)
        async throws
    {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, file: name, content: bytes, audience: .public)
            for _ in 0..<2 {
                let reply = try world.client.get(world.path(of: presentation, in: module) + "?view")
                #expect(reply.status == 200)
                let disposition = try reply["Content-Disposition"].unwrapped()
                #expect(disposition.hasPrefix(isShown ? "inline" : "attachment"))
                #expect(reply["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            }
            let saved = try world.client.get(world.path(of: presentation, in: module))
            #expect(saved["Content-Disposition"]?.hasPrefix("attachment") == true)
        }
    }

    @Test func `an older name leads to the present one, but only who may have it`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation(in: module)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let other = try await world.session(of: try await world.account("b@example.org"))
            let old = "/modules/modul-iv/folien/alt.pdf"
            let reply = try world.client.get(old + "?view", cookie: cookie)
            #expect(reply.status == 308)
            #expect(reply["Location"] == "/modules/modul-iv/folien/folien.pdf?view")
            #expect(try world.client.get(old, cookie: other).status == 403)
            let guest = try world.client.get(old)
            #expect(guest.status == 303)
            #expect(guest["Location"] == "/login?next=/modules/modul-iv/folien/alt.pdf")
        }
    }

    @Test func `who is not admitted is told what they are admitted to and whom to ask`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            let first = try await world.module("modul-i", in: series, number: "I", title: "Grundlagen")
            let presentation = try await world.presentation(in: module)
            let cookie = try await world.session(of: try await world.account(admittedTo: first))
            let reply = try world.client.get(world.path(of: presentation, in: module), cookie: cookie)
            #expect(reply.status == 403)
            #expect(reply.text.contains("Modul I: Grundlagen"))
            #expect(
                reply.text.contains(
                    "%62%75%65%72%6F&#64;example&#46;org?subject=Zugang%20zu%20den%20Pr%C3%A4sentationen"))
            #expect(reply.text.contains("Modul%20IV"))
            #expect(reply["Cache-Control"] == "no-store")
        }
    }

    @Test func `a revocation is felt by the next request, a remembered decision included`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: content)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let path = world.path(of: presentation, in: module)
            #expect(try world.client.get(path, cookie: cookie).status == 200)
            try await world.revoke(account)
            #expect(try world.client.get(path, cookie: cookie).status == 303)
            #expect(try world.client.get(path, cookie: cookie, ("Range", "bytes=20-")).status == 303)
        }
    }

    @Test func `an admission ends by itself, without any change of the database`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module, until: world.now + 60)
            let cookie = try await world.session(of: account)
            let path = world.path(of: presentation, in: module)
            #expect(try world.client.get(path, cookie: cookie).status == 200)
            world.advance(59)
            #expect(try world.client.get(path, cookie: cookie).status == 200)
            world.advance(1)
            #expect(try world.client.get(path, cookie: cookie).status == 403)
        }
    }

    @Test func `a file that is missing is our fault and gets a number that stands in the log`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, audience: .public)
            let place = world.scratch.data.files.path(of: presentation.file.content)
            try #require(unsafe unlink(place.string) == 0)
            let reply = try world.client.get(world.path(of: presentation, in: module))
            #expect(reply.status == 500)
            #expect(!reply.text.contains(presentation.file.content.hexadecimal))
            #expect(!reply.text.contains("/tmp"))
            let number = try reply.text.split(separator: "<strong>").last.unwrapped().prefix(8)
            #expect(number.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) })
            #expect(world.log.contains(String(number)))
            #expect(world.log.contains(presentation.file.content.hexadecimal))
        }
    }

    @Test(arguments: [
        "/modules/modul-iv/folien/../folien/folien.pdf", "/modules/modul-iv/folien/%2e%2e/x", "/files/aa/aaaa",
        "/modules/modul-iv/folien/folien.pdf%00", "/modules/modul-iv/folien/folien.pdf%2f", "/nachlese.db",
        "/modules/MODUL-IV/folien/folien.pdf", "/modules/modul-iv//folien.pdf", "//modules/modul-iv/folien/folien.pdf",
        "/modules/modul-iv/folien/folien.pdf/", "/assets/../nachlese.db", "/assets/%2e%2e/nachlese.db",
        "/modules/modul-iv/1/folien.pdf", "/assets/..%2fnachlese.key", "/modules/modul-iv\\folien\\folien.pdf",
    ])
    func `no other spelling opens anything`(path: String) async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation(in: module, content: content)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            for cookie in [nil, cookie] {
                let reply = try world.client.get(path, cookie: cookie)
                #expect([301, 400, 404].contains(reply.status))
                #expect(reply.status != 200 && reply.body != content)
            }
        }
    }
}
