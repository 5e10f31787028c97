import Nachlese
import SQLite

extension Module {
    /// Whether the public sees it, as a word that programs may rely on.
    var state: String {
        switch visibility {
        case .draft: "draft"
        case .published: "published"
        case .withdrawn: "withdrawn"
        }
    }

    /// What is to be said of pictures that the report names and the module has not; nil when all is well.
    func missingPictures(in database: Database) throws -> String? {
        let there = Set(try Picture.all(of: id, in: database).map(\.name))
        let missing = ReportMarkup.pictures(in: report).filter { !there.contains($0) }
        guard let first = missing.first else { return nil }
        let names = missing.map { "'\($0)'" }.joined(separator: ", ")
        return """
            The report names pictures that '\(slug)' has not, and shows nothing there: \(names).
            Next: nachlese module picture add \(slug) \(first) --alt "What it shows"
            """
    }

    /// Everything about the module, with the presentations and pictures that are given.
    func json(in series: Slug?, presentations: [Presentation], pictures: [Picture]) -> JSON {
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
            "pictures": .array(pictures.map(\.json)),
        ])
    }
}
