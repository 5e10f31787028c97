/// The assets of the site, found by their path below `/assets/`.
package struct StaticAssets: Sendable {
    private let assets: [String: StaticAsset]

    /// Takes the files as name and content, once at start; of two with one name the later counts.
    ///
    /// - Parameters:
    ///   - files: Names such as `site.css` or `icons/key.svg`.
    ///   - maxAge: How many seconds a cache may keep them without asking.
    package init(_ files: [(name: String, bytes: [UInt8])], maxAge: Int64) {
        assets = Dictionary(
            files.map { ($0.name, StaticAsset(name: $0.name, bytes: $0.bytes, maxAge: maxAge)) },
            uniquingKeysWith: { $1 })
    }

    /// The asset of that name.
    package subscript(name: String) -> StaticAsset? { assets[name] }

    /// The names, sorted.
    package var names: [String] { assets.keys.sorted() }
}
