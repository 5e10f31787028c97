import HTTP
import Resources

/// The files of `Public/`, built into the program.
package struct SiteAssets: Sendable {
    private let assets = StaticAssets(Resource.publicFiles.map { ($0.name, $0.bytes) })
    let styleSheet: String
    let script: String
    let icon: String

    package init() {
        styleSheet = SiteAssets.address("nachlese.css", in: assets)
        script = SiteAssets.address("nachlese.js", in: assets)
        icon = SiteAssets.address("icon.svg", in: assets)
    }

    /// The answer to a request for an asset.
    ///
    /// Without the version that the pages give, a cache must ask every time, since the address without it stays the
    /// same when the content changes.
    ///
    /// - Throws: `SiteError.notFound`.
    func asset(_ name: String, _ request: RequestContext) throws(SiteError) -> SiteResponse {
        guard let asset = assets[name] else { throw .notFound }
        let isVersioned = request.query["v"] == SiteAssets.version(of: asset)
        let response = asset.response(
            to: request.head, cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "no-cache")
        return SiteResponse(response: response, rules: .asset)
    }

    private static func address(_ name: String, in assets: StaticAssets) -> String {
        Link(.asset(name), assets[name].map { [("v", version(of: $0))] } ?? []).text
    }

    private static func version(of asset: StaticAsset) -> String {
        String(decoding: asset.entityTag.fieldValue.utf8.dropFirst().prefix(12), as: UTF8.self)
    }
}
