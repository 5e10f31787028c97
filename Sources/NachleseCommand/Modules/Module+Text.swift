import Nachlese

extension Module {
    /// Whether the public sees it, as a word that programs may rely on.
    var state: String {
        switch visibility {
        case .draft: "draft"
        case .published: "published"
        case .withdrawn: "withdrawn"
        }
    }

    /// Everything about the module, with the presentations that are given.
    func json(in series: Slug?, presentations: [Presentation]) -> JSON {
        var publishedAt: Timestamp?
        var withdrawnAt: Timestamp?
        switch visibility {
        case .draft: break
        case .published(let moment): publishedAt = moment
        case .withdrawn(let moment): withdrawnAt = moment
        }
        return .object([
            "slug": .string("\(slug)"), "series": .optional(series?.description), "number": .string(number),
            "title": .string(title), "date": .string("\(heldOn)"), "place": .string(place), "state": .string(state),
            "published": .time(publishedAt), "withdrawn": .time(withdrawnAt), "created": .time(createdAt),
            "report": .string(report), "language": .string("\(language)"),
            "presentations": .array(presentations.map(\.json)),
        ])
    }
}
