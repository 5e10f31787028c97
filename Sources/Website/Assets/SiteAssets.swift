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

    /// The answer to a request for an asset; nil when there is none of that name.
    ///
    /// Without the version that the pages give, a cache must ask every time, since the address without it stays the
    /// same when the content changes.
    func response(to head: RequestHead, name: String, version: String?) -> Response? {
        guard let asset = assets[name] else { return nil }
        let isVersioned = version == SiteAssets.version(of: asset)
        return asset.response(
            to: head, cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "no-cache")
    }

    private static func address(_ name: String, in assets: StaticAssets) -> String {
        Link(.asset(name), assets[name].map { [("v", version(of: $0))] } ?? []).text
    }

    private static func version(of asset: StaticAsset) -> String {
        String(decoding: asset.entityTag.fieldValue.utf8.dropFirst().prefix(12), as: UTF8.self)
    }
}
