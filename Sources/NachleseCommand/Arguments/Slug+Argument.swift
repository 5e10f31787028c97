import Catalogue

extension Slug {
    /// Reads a slug that was typed.
    @Sendable static func read(_ text: String) throws -> Slug {
        guard let slug = Slug(text) else {
            throw BadArgument(
                "it is a part of an address: a-z, 0-9 and single hyphens, at most \(maximumLength) signs, such as 2017-iv"
            )
        }
        return slug
    }
}
