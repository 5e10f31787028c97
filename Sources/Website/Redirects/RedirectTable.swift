package import Catalogue
package import Codecs
import HTTP
import Mail
internal import Nachlese
import Platform

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

    private struct Key: Hashable {
        let segments: [String]
        /// Sorted; nil for any query.
        let query: [String]?
    }

    /// The most lines.
    package static let mostRules = 10_000
    /// The longest file, in bytes.
    package static let maximumBytes = 1 << 20

    /// In the order of the file.
    package private(set) var rules: [Rule] = []
    private var places: [Key: Int] = [:]

    package static let empty = RedirectTable()

    private mutating func append(_ rule: Rule, for key: Key) {
        places[key] = rules.count
        rules.append(rule)
    }

    private func rule(for key: Key) -> Rule? { places[key].map { rules[$0] } }

    /// Where that path with that query leads; nil where it is no old address.
    func rule(segments: [String], query: Form) -> Rule? {
        guard !rules.isEmpty else { return nil }
        let segments = RedirectTable.withoutSlash(segments)
        return rule(for: Key(segments: segments, query: RedirectTable.sorted(query)))
            ?? rule(for: Key(segments: segments, query: nil))
    }

    private static func withoutSlash(_ segments: [String]) -> [String] {
        segments.last == "" ? segments.dropLast() : segments
    }

    private static func sorted(_ query: Form) -> [String] {
        // Escaped, so that no value can be taken for a name.
        query.fields.map { Form.encode([$0]) }.sorted()
    }
}

extension RedirectTable {
    /// Reads a table; `#` begins a comment line.
    ///
    /// - Parameters:
    ///   - bytes: of the file.
    ///   - file: its name for faults.
    /// - Returns: the lines in order, and what is wrong with the others.
    package static func read(_ bytes: [UInt8], file: String) -> (table: RedirectTable, faults: [Fault]) {
        var table = RedirectTable()
        var faults: [Fault] = []
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (table, [Fault(file: file, .notUTF8)])
        }
        let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\u{FEFF}" }.map { String($0) }
            guard let first = words.first, first.utf8.first != UInt8(ascii: "#") else { continue }
            guard table.rules.count < mostRules else {
                faults.append(Fault(file: file, line: index + 1, .tooMany(limit: mostRules)))
                break
            }
            do throws(Reason) {
                guard words.count == 2 else { throw .notTwo }
                try table.add(old: words[0], target: words[1], line: index + 1)
            } catch {
                faults.append(Fault(file: file, line: index + 1, error))
            }
        }
        faults += table.circles(file: file)
        return (table, faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    private mutating func add(old: String, target: String, line: Int) throws(Reason) {
        guard let source = RequestTarget(local: RedirectTable.encoded(old)), let query = try? source.queryItems() else {
            throw .badOld(old)
        }
        let segments = RedirectTable.withoutSlash(source.segments)
        let hasQuery = source.query != nil
        if let living = Route(segments: segments), !living.isNamed, living != .start || !hasQuery {
            throw .living(old)
        }
        let key = Key(segments: segments, query: hasQuery ? RedirectTable.sorted(query) : nil)
        if let other = rule(for: key) { throw .repeated(old, line: other.line) }
        let (location, route) = try RedirectTable.target(target)
        append(Rule(line: line, old: old, target: location, route: route), for: key)
    }

    /// A page of this site, perhaps with a query and a fragment.
    private static func target(_ text: String) throws(Reason) -> (location: String, route: Route) {
        let bytes = Array(text.utf8)
        let second = bytes.dropFirst().first
        guard bytes.first == UInt8(ascii: "/"), second != UInt8(ascii: "/"), second != UInt8(ascii: "\\") else {
            throw .foreign(text)
        }
        let parts = bytes.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let location = encoded(parts[0])
        guard let target = RequestTarget(local: location), (try? target.queryItems()) != nil,
            let route = Route(segments: target.segments), route.methods.contains(.get)
        else { throw .badTarget(text) }
        let fragment = parts.count > 1 ? "#" + PercentEncoding.queryValue(parts[1]) : ""
        return (location + fragment, route)
    }

    /// The lines whose target is an old address of another line, or of their own.
    private func circles(file: String) -> [Fault] {
        rules.compactMap { rule in
            let path = rule.target.utf8.prefix { $0 != UInt8(ascii: "#") }
            guard let target = RequestTarget(local: String(decoding: path, as: UTF8.self)),
                let query = try? target.queryItems(),
                let next = self.rule(segments: target.segments, query: query)
            else { return nil }
            return Fault(file: file, line: rule.line, .leadsOn(rule.target, line: next.line))
        }
    }

    /// As a browser sends what people copy: bytes beyond ASCII escaped.
    private static func encoded(_ text: String) -> String {
        PercentEncoding.encode(text) { $0 < 0x80 }
    }
}

extension Route {
    /// Whether it is the page of something that may not be there (any more).
    fileprivate var isNamed: Bool {
        switch self {
        case .series, .module, .presentation, .asset: true
        default: false
        }
    }
}

extension RedirectTable {
    package typealias Fault = SourceFault<Reason>

    /// Why a line is refused.
    package enum Reason: Error, Equatable, Sendable, CustomStringConvertible {
        case notUTF8
        case tooMany(limit: Int)
        /// Not two addresses.
        case notTwo
        case badOld(String)
        /// The start page, or another page that is always there.
        case living(String)
        case repeated(String, line: Int)
        /// On another host.
        case foreign(String)
        /// No address of this site.
        case badTarget(String)
        /// The target is an old address itself.
        case leadsOn(String, line: Int)

        /// What is wrong, and what to do.
        package var description: String {
            switch self {
            case .notUTF8: "not UTF-8; save the file in this encoding"
            case .tooMany(let limit): "there are more than \(limit) old addresses; remove some"
            case .notTwo: "write the old address, a blank, and the new one, such as '/index.php?id=3 /modules/2017-iv'"
            case .badOld(let text): "'\(text)' is no old address; it begins with one '/' and has no fragment"
            case .living(let text): "'\(text)' is a page of this site, which is never redirected"
            case .repeated(let text, let line): "'\(text)' stands in line \(line) already; remove one of the two"
            case .foreign(let text):
                "'\(text)' leads to another site; write a path of this one, such as /modules/2017-iv"
            case .badTarget(let text): "this site has no page '\(text)'; see 'nachlese module list'"
            case .leadsOn(let text, let line):
                "'\(text)' is itself an old address, see line \(line); write where that leads"
            }
        }
    }
}

/// The table of old addresses in force; all workers share it, and it may be replaced while they work.
package final class Redirects: Sendable {
    private let table: Locked<RedirectTable>

    package init(_ table: RedirectTable = .empty) {
        self.table = Locked(table)
    }

    package func replace(with table: RedirectTable) {
        self.table.withLock { $0 = table }
    }

    var current: RedirectTable { table.withLock { $0 } }
}

extension Redirects {
    /// Where an old address leads that would find nothing; nil where nobody knows it.
    func target(ofMissing request: RequestContext) -> String? {
        guard request.isReading else { return nil }
        return current.rule(segments: request.head.target.segments, query: request.query)?.target
    }

    /// Where the start page with a query leads that was the address of something else once.
    func target(ofStartPage request: RequestContext) -> String? {
        guard request.head.target.query != nil, request.isReading else { return nil }
        return current.rule(segments: [], query: request.query)?.target
    }
}
