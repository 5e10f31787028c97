import Nachlese

extension Picture {
    /// Its pixels and octets.
    var size: String { "\(width) x \(height) pixels, \(FileSize(content.size))" }

    var json: JSON {
        .object([
            "name": .string("\(name)"), "alt": .optional(alternative), "decorative": .bool(alternative == nil),
            "width": .number(Int64(width)), "height": .number(Int64(height)), "size": .number(content.size),
            "sha256": .string(content.hexadecimal), "added": .time(addedAt),
        ])
    }

    /// Pictures in lines, each with whether the report shows it.
    static func table(of pictures: [Picture], report: String) -> String {
        let named = Set(ReportMarkup.pictures(in: report))
        var table = Table("PICTURE", "PIXELS", "SIZE", "IN REPORT", "SHOWS")
        for picture in pictures {
            table.append(
                "\(picture.name)", "\(picture.width) x \(picture.height)", "\(FileSize(picture.content.size))",
                named.contains(picture.name) ? "yes" : "no", picture.alternative ?? "(decorative)")
        }
        return table.rendered
    }
}
