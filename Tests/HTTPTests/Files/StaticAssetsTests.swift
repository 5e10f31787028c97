import Testing

@testable import HTTP

struct StaticAssetsTests {
    private let assets = StaticAssets(
        [("site.css", Array("a{}".utf8)), ("icons/key.svg", Array("<svg/>".utf8)), ("empty.txt", [])], maxAge: 3_600)

    @Test("An asset is found by name and describes itself")
    func answer() throws {
        let asset = try #require(assets["site.css"])
        let response = asset.response(to: try .make())
        #expect(response.status == .ok)
        #expect(response[.contentType] == "text/css; charset=utf-8")
        #expect(response[.cacheControl] == "public, max-age=3600")
        #expect(response[.contentTypeOptions] == "nosniff")
        #expect(response.body.count == 3)
        #expect(assets["site.cs"] == nil)
        #expect(assets["../site.css"] == nil)
        #expect(assets.names == ["empty.txt", "icons/key.svg", "site.css"])
    }

    @Test("Who has the asset already gets 304")
    func unchanged() throws {
        let asset = try #require(assets["icons/key.svg"])
        let fresh = asset.response(to: try .make("HEAD", "/", ["If-None-Match: \(asset.entityTag.fieldValue)"]))
        #expect(fresh.status == .notModified)
        #expect(fresh[.entityTag] == asset.entityTag.fieldValue)
        #expect(fresh[.contentType] == nil)
        let failed = asset.response(to: try .make("GET", "/", ["If-Match: \"x\""]))
        #expect(failed.status == .preconditionFailed)
    }

    @Test("The tag follows the content and nothing else")
    func tags() {
        var tags: Set<String> = []
        var contents: [[UInt8]] = [[], [0], [0, 0], Array("a{}".utf8), Array("a{} ".utf8), Array("A{}".utf8)]
        contents += (0..<200).map { [UInt8($0), UInt8(200 - $0)] }
        for content in contents {
            tags.insert(StaticAsset(name: "a", bytes: content, maxAge: 0).entityTag.fieldValue)
        }
        #expect(tags.count == contents.count)
        #expect(tags.allSatisfy { $0.utf8.count == 34 })
        let (one, two) = (StaticAsset(name: "a", bytes: [1], maxAge: 0), StaticAsset(name: "b", bytes: [1], maxAge: 9))
        #expect(one.entityTag == two.entityTag)
    }
}
