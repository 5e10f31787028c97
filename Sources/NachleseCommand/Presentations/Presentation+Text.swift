import Catalogue
import Codecs
import SQLite

extension Presentation {
    /// A list for people, one line each.
    static func table(of presentations: [Presentation]) -> String {
        var table = Table("ID", "TITLE", "SPEAKER", "ORGANISATION", "AUDIENCE", "SIZE", "VERSION", "FILE")
        for presentation in presentations {
            table.append(
                "\(presentation.id)", presentation.title, presentation.speaker, presentation.organisation,
                presentation.withdrawnAt == nil ? presentation.audience.rawValue : "withdrawn",
                "\(FileSize(presentation.file.content.size))", "\(presentation.file.number)",
                "\(presentation.file.name)")
        }
        return table.rendered
    }

    var json: JSON {
        .object([
            "id": .number(id.rawValue), "slug": .string("\(slug)"), "title": .string(title),
            "speaker": .string(speaker), "organisation": .string(organisation), "position": .number(Int64(position)),
            "audience": .string(audience.rawValue), "language": .string("\(language)"),
            "withdrawn": .time(withdrawnAt), "created": .time(createdAt),
            "file": .object([
                "name": .string("\(file.name)"), "version": .number(Int64(file.number)),
                "type": .string(file.mediaType), "size": .number(file.content.size),
                "sha256": .string(file.content.hexadecimal), "added": .time(file.addedAt),
            ]),
        ])
    }
}
