/// The assets of the site, found by their path below `/assets/`.
package struct StaticAssets: Sendable {
    private let assets: [String: StaticAsset]

    /// Takes the files as name and content, once at start; of two with one name the later counts.
    ///
    /// Names are such as `site.css` or `icons/key.svg`. A file named like another with `.br` or `.gz` behind it is the
    /// compressed form of that other, and no asset by itself.
    package init(_ files: [(name: String, bytes: [UInt8])]) {
        let contents = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
        let suffixes: [(ContentCoding, String)] = [(.brotli, ".br"), (.gzip, ".gz")]
        var assets: [String: StaticAsset] = [:]
        for (name, bytes) in contents {
            let isCoded = suffixes.contains { name.hasSuffix($1) && contents[String(name.dropLast($1.count))] != nil }
            guard !isCoded else { continue }
            var coded: [ContentCoding: [UInt8]] = [:]
            for (coding, suffix) in suffixes { coded[coding] = contents[name + suffix] }
            assets[name] = StaticAsset(name: name, bytes: bytes, coded: coded)
        }
        self.assets = assets
    }

    /// The asset of that name.
    package subscript(name: String) -> StaticAsset? { assets[name] }

    /// The names, sorted.
    package var names: [String] { assets.keys.sorted() }
}
