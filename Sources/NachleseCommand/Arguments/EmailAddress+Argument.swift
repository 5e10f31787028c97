import Mail

extension EmailAddress {
    /// Reads an address that was typed or pasted.
    @Sendable static func read(_ text: String) throws -> EmailAddress {
        do throws(InvalidEmailAddress) {
            return try EmailAddress(pasted: text)
        } catch {
            throw BadArgument("\(error); write an e-mail address such as name@example.org")
        }
    }
}
