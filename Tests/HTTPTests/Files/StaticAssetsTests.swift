import Testing

@testable import HTTP

struct StaticAssetsTests {
    private let assets = StaticAssets(
        [
            ("site.css", Array("a{}".utf8)), ("icons/key.svg", Array("<svg/>".utf8)), ("empty.txt", []),
            ("icons/key.svg.br", [1, 2]), ("icons/key.svg.gz", [3, 4, 5]), ("alone.gz", [6]),
        ])
    private let forever = "public, max-age=3600, immutable"

    @Test("An asset is found by name and describes itself")
    func answer() throws {
        let asset = try #require(assets["site.css"])
        let response = asset.response(to: try .make(), cacheControl: forever)
        #expect(response.status == .ok)
        #expect(response[.contentType] == "text/css; charset=utf-8")
        #expect(response[.cacheControl] == forever)
        #expect(response[.vary] == nil)
        #expect(response[.contentEncoding] == nil)
        #expect(response[.contentTypeOptions] == "nosniff")
        #expect(response.body.count == 3)
        #expect(assets["site.cs"] == nil)
        #expect(assets["../site.css"] == nil)
        #expect(assets.names == ["alone.gz", "empty.txt", "icons/key.svg", "site.css"])
    }

    @Test("Who has the asset already gets 304")
    func unchanged() throws {
        let asset = try #require(assets["icons/key.svg"])
        let fresh = asset.response(
            to: try .make("HEAD", "/", ["If-None-Match: \(asset.entityTag.fieldValue)"]), cacheControl: forever)
        #expect(fresh.status == .notModified)
        #expect(fresh[.entityTag] == asset.entityTag.fieldValue)
        #expect(fresh.fields.map(\.name) == [.cacheControl, .entityTag, .vary])
        let failed = asset.response(to: try .make("GET", "/", ["If-Match: \"x\""]), cacheControl: forever)
        #expect(failed.status == .preconditionFailed)
    }

    @Test(
        "Each coding is sent to who accepts it, under a tag of its own",
        arguments: [
            (nil, nil, 6), ("gzip", "gzip", 3), ("gzip, br", "br", 2), ("br;q=0.1, gzip", "gzip", 3),
            ("identity", nil, 6), ("gzip;q=9", nil, 6),
        ] as [(String?, String?, Int64)])
    func codings(_ accepted: String?, _ coding: String?, _ count: Int64) throws {
        let asset = try #require(assets["icons/key.svg"])
        let fields = accepted.map { ["Accept-Encoding: \($0)"] } ?? []
        let response = asset.response(to: try .make("GET", "/", fields), cacheControl: forever)
        #expect(response[.contentEncoding] == coding)
        #expect(response.body.count == count)
        #expect(response[.contentType] == "image/svg+xml")
        #expect(response[.vary] == "Accept-Encoding")
        let tag = try #require(response[.entityTag])
        #expect((tag == asset.entityTag.fieldValue) == (coding == nil))
        let condition = ["If-None-Match: \(tag)"]
        let fresh = asset.response(to: try .make("GET", "/", fields + condition), cacheControl: forever)
        #expect(fresh.status == .notModified)
        #expect(fresh[.entityTag] == tag)
        #expect(fresh[.vary] == "Accept-Encoding")
        // The tag of one form says nothing about another.
        let other = ["Accept-Encoding: \(coding == "gzip" ? "br" : "gzip")"]
        #expect(asset.response(to: try .make("GET", "/", other + condition), cacheControl: forever).status == .ok)
    }

    @Test("The tag follows the content and nothing else")
    func tags() {
        var tags: Set<String> = []
        var contents: [[UInt8]] = [[], [0], [0, 0], Array("a{}".utf8), Array("a{} ".utf8), Array("A{}".utf8)]
        contents += (0..<200).map { [UInt8($0), UInt8(200 - $0)] }
        for content in contents {
            tags.insert(StaticAsset(name: "a", bytes: content).entityTag.fieldValue)
        }
        #expect(tags.count == contents.count)
        #expect(tags.allSatisfy { $0.utf8.count == 34 })
        let (one, two) = (StaticAsset(name: "a", bytes: [1]), StaticAsset(name: "b", bytes: [1]))
        #expect(one.entityTag == two.entityTag)
    }
}
