import Catalogue
import Codecs
import HTTP
import Mail
import Nachlese

/// An address with a query and a fragment, as it stands in a link or in `Location`.
struct Link {
    let route: Route
    var query: [Form.Field] = []
    var fragment: String?

    init(_ route: Route, _ query: [(name: String, value: String)] = [], fragment: String? = nil) {
        self.route = route
        self.query = query.map { Form.Field(name: $0.name, value: $0.value) }
        self.fragment = fragment
    }

    init(_ destination: ReturnTarget) {
        self.init(
            destination.route, destination.query, fragment: destination.file?.rawValue)
    }

    mutating func add(_ name: String, _ value: String) {
        query.append(Form.Field(name: name, value: value))
    }

    var text: String {
        var text = route.path
        if !query.isEmpty {
            text += "?"
            // Slashes need no escape in a query, and an address that people see reads better with them.
            text += query.map {
                $0.value.isEmpty ? Link.encode($0.name) : "\(Link.encode($0.name))=\(Link.encode($0.value))"
            }
            .joined(separator: "&")
        }
        if let fragment { text += "#" + PercentEncoding.queryValue(fragment) }
        return text
    }

    private static func encode(_ value: String) -> String {
        value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { PercentEncoding.queryValue(String(decoding: $0, as: UTF8.self)) }
            .joined(separator: "/")
    }
}
