/// What is wrong with a line of the table of old addresses.
package struct RedirectFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Error, Equatable, Sendable {
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
    }

    /// As it is to be named to people.
    package let file: String
    /// From 1; nil where it is about the file as a whole.
    package let line: Int?
    package let reason: Reason

    package var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}

extension RedirectFault.Reason: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .notUTF8: "not UTF-8; save the file in this encoding"
        case .tooMany(let limit): "there are more than \(limit) old addresses; remove some"
        case .notTwo: "write the old address, a blank, and the new one, such as '/index.php?id=3 /modules/2017-iv'"
        case .badOld(let text): "'\(text)' is no old address; it begins with one '/' and has no fragment"
        case .living(let text): "'\(text)' is a page of this site, which is never redirected"
        case .repeated(let text, let line): "'\(text)' stands in line \(line) already; remove one of the two"
        case .foreign(let text): "'\(text)' leads to another site; write a path of this one, such as /modules/2017-iv"
        case .badTarget(let text): "this site has no page '\(text)'; see 'nachlese module list'"
        case .leadsOn(let text, let line):
            "'\(text)' is itself an old address, see line \(line); write where that leads"
        }
    }
}
