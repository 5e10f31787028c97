/// The identifier of one message, the same on every attempt to deliver it: `msg-id` of RFC 5322 section 3.6.4.
package struct MessageID: Sendable, Hashable {
    /// Why something is no message identifier.
    package enum Invalid: Error, Sendable, Hashable {
        /// What stands before the `@` is no dot-atom of at most 128 bytes.
        case unique
        /// What stands behind the `@` is no ASCII domain name.
        case host
        /// A whole identifier has not the form `<unique@host>`.
        case form
    }

    /// What makes it unique: 1 to 128 bytes of a dot-atom.
    package let unique: String

    /// The public host name in ASCII, lower case; never the machine's own.
    package let host: String

    /// Puts an identifier together.
    ///
    /// - Parameters:
    ///   - unique: A random text, or an identifier out of the data.
    ///   - host: The public host name; one with umlauts is taken in punycode.
    /// - Throws: ``Invalid/unique`` or ``Invalid/host``.
    package init(unique: String, host: String) throws(Invalid) {
        guard unique.utf8.count <= 128, DotAtom.isSpelled(by: unique) else { throw .unique }
        do {
            self.host = try DomainName(host).ascii
        } catch {
            throw .host
        }
        self.unique = unique
    }

    /// Reads an identifier with its angle brackets.
    package init(_ text: String) throws(Invalid) {
        let bytes = text.utf8
        guard bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") else { throw .form }
        let parts = bytes.dropFirst().dropLast().split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .form }
        try self.init(unique: String(Substring(parts[0])), host: String(Substring(parts[1])))
    }
}

extension MessageID: CustomStringConvertible {
    /// The identifier with its angle brackets, as the header has it.
    package var description: String { "<\(unique)@\(host)>" }
}
