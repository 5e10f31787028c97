internal import Catalogue
internal import Codecs
internal import Nachlese

/// What a published module offers, as far as it decides what somebody sees of its page.
struct ModuleOffer {
    let module: Module.ID
    let series: Series.ID
    /// The presentations that are offered, each with the moment since when it is in its present version.
    let presentations: [Presentation.ID: Timestamp]
    private let slugs: Set<Slug>

    init(_ module: Module, publishedAt: Timestamp, _ presentations: [Presentation]) {
        self.module = module.id
        series = module.series
        self.presentations = Dictionary(
            uniqueKeysWithValues: presentations.map { ($0.id, max($0.file.addedAt, publishedAt)) })
        slugs = Set(presentations.map(\.slug))
    }

    func has(_ presentation: Slug) -> Bool { slugs.contains(presentation) }

    /// Bytes that it takes, about.
    var size: Int { presentations.count * 160 + 256 }
}
