internal import Codecs
import HTTP
import Mail
internal import Nachlese

extension RedirectTable {
    /// Reads a table; `#` begins a comment line.
    ///
    /// - Parameters:
    ///   - octets: of the file.
    ///   - file: its name for faults.
    /// - Returns: the lines in order, and what is wrong with the others.
    package static func read(_ octets: [UInt8], file: String) -> (table: RedirectTable, faults: [RedirectFault]) {
        var table = RedirectTable()
        var faults: [RedirectFault] = []
        guard let text = String(validating: octets, as: UTF8.self) else {
            return (table, [RedirectFault(file: file, line: nil, reason: .notUTF8)])
        }
        let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\u{FEFF}" }.map { String($0) }
            guard let first = words.first, first.utf8.first != UInt8(ascii: "#") else { continue }
            guard table.rules.count < mostRules else {
                faults.append(RedirectFault(file: file, line: index + 1, reason: .tooMany(limit: mostRules)))
                break
            }
            do throws(RedirectFault.Reason) {
                guard words.count == 2 else { throw .notTwo }
                try table.add(old: words[0], target: words[1], line: index + 1)
            } catch {
                faults.append(RedirectFault(file: file, line: index + 1, reason: error))
            }
        }
        faults += table.circles(file: file)
        return (table, faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    private mutating func add(old: String, target: String, line: Int) throws(RedirectFault.Reason) {
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
    private static func target(_ text: String) throws(RedirectFault.Reason) -> (location: String, route: Route) {
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
    private func circles(file: String) -> [RedirectFault] {
        rules.compactMap { rule in
            let path = rule.target.utf8.prefix { $0 != UInt8(ascii: "#") }
            guard let target = RequestTarget(local: String(decoding: path, as: UTF8.self)),
                let query = try? target.queryItems(),
                let next = self.rule(segments: target.segments, query: query)
            else { return nil }
            return RedirectFault(file: file, line: rule.line, reason: .leadsOn(rule.target, line: next.line))
        }
    }

    /// As a browser sends what people copy: octets beyond ASCII escaped.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var octets: [UInt8] = []
        for octet in text.utf8 {
            if octet < 0x80 {
                octets.append(octet)
            } else {
                octets += [UInt8(ascii: "%"), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
            }
        }
        return String(decoding: octets, as: UTF8.self)
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
