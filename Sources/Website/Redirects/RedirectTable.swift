package import Catalogue
import HTTP

/// Old addresses, such as those of a site before this one, and where each leads now.
///
/// A line is an old address, a blank, and a new one: `/index.php/veranstaltungen/12?id=3 /modules/2017-iv`. A line with
/// a query is for exactly that query, in whichever order; one without is for its path with any query that no other
/// line has. A slash at the end makes no difference. New addresses are of this site, and none is an old one itself, so
/// that nobody is sent round in circles. What is there under an address goes before the table, apart from the start
/// page with a query, behind which systems of content hide all their pages.
package struct RedirectTable: Sendable {
    /// Where a line leads.
    package struct Rule: Sendable {
        package let line: Int
        package let old: String
        /// As it stands in `Location`.
        package let target: String
        let route: Route

        /// The module to whose page it leads.
        package var module: Slug? {
            switch route {
            case .module(let slug), .presentation(let slug, _, _): slug
            default: nil
            }
        }

        /// The series to whose page it leads.
        package var series: Slug? {
            if case .series(let slug) = route { slug } else { nil }
        }
    }

    struct Key: Hashable {
        let segments: [String]
        /// Sorted; nil for any query.
        let query: [String]?
    }

    /// The most lines.
    package static let mostRules = 10_000
    /// The longest file, in octets.
    package static let maximumOctets = 1 << 20

    /// In the order of the file.
    package private(set) var rules: [Rule] = []
    private var places: [Key: Int] = [:]

    package static let empty = RedirectTable()

    mutating func append(_ rule: Rule, for key: Key) {
        places[key] = rules.count
        rules.append(rule)
    }

    func rule(for key: Key) -> Rule? { places[key].map { rules[$0] } }

    /// Where that path with that query leads; nil where it is no old address.
    func rule(segments: [String], query: Form) -> Rule? {
        guard !rules.isEmpty else { return nil }
        let segments = RedirectTable.withoutSlash(segments)
        return rule(for: Key(segments: segments, query: RedirectTable.sorted(query)))
            ?? rule(for: Key(segments: segments, query: nil))
    }

    static func withoutSlash(_ segments: [String]) -> [String] {
        segments.last == "" ? segments.dropLast() : segments
    }

    static func sorted(_ query: Form) -> [String] {
        // Escaped, so that no value can be taken for a name.
        query.fields.map { Form.encode([$0]) }.sorted()
    }
}
