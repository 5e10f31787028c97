/// The value of a `Content-Type` field as a client sent it (RFC 9110 section 8.3.1).
///
/// What is handed out has a ``MediaType``, which is one of a list; this one may name anything.
package struct ContentType: Sendable, Equatable {
    /// Type, slash and subtype in lower case.
    package let essence: String
    private let parameters: [FieldParameter]

    /// Reads a field value without blanks around it; `nil` when it is malformed or names a parameter twice.
    package init?(_ octets: Span<UInt8>) {
        let slash = octets.endOfToken(0..<octets.count)
        guard slash > 0, slash < octets.count, octets[slash] == Octet.slash else { return nil }
        let end = octets.endOfToken(slash + 1..<octets.count)
        guard end > slash + 1, let list = FieldParameter.list(octets, from: end, quoting: .backslash) else {
            return nil
        }
        essence = octets.lowercasedText(0..<end)
        parameters = list
    }

    /// The value of the parameter of that name, which is in lower case.
    package func parameter(_ name: String) -> [UInt8]? {
        parameters.first { $0.name == name }?.value
    }
}
