import Catalogue

extension PictureName {
    /// Reads the name of a picture that was typed.
    @Sendable static func read(_ text: String) throws -> PictureName {
        guard let name = PictureName(text) else {
            throw BadArgument("it is a picture's name as 'nachlese module picture list' tells it, such as saal.jpg")
        }
        return name
    }
}
