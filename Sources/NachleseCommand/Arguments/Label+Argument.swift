import Catalogue

extension Label {
    /// Reads one line that was typed and may not be empty.
    @Sendable static func read(_ text: String) throws -> Label {
        try read(text, allowsEmpty: false)
    }

    /// Reads one line that was typed; nothing at all is a value, too.
    @Sendable static func readOptional(_ text: String) throws -> Label {
        try read(text, allowsEmpty: true)
    }

    private static func read(_ text: String, allowsEmpty: Bool) throws -> Label {
        do throws(Label.Fault) {
            return try Label(text, allowsEmpty: allowsEmpty)
        } catch {
            switch error {
            case .empty: throw BadArgument("it needs some text")
            case .tooLong(let octets): throw BadArgument("it is longer than \(octets) octets")
            }
        }
    }
}
