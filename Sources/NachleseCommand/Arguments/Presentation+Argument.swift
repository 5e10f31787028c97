import Catalogue
import Codecs
import SQLite

extension Presentation {
    /// Reads the number of a presentation that was typed.
    @Sendable static func readID(_ text: String) throws -> Presentation.ID {
        guard let number = Int64(text), number > 0 else {
            throw BadArgument("it is a number from the first column of 'nachlese presentation list MODULE'")
        }
        return Presentation.ID(rawValue: number)
    }
}

extension Presentation.Audience {
    /// Reads an audience that was typed.
    @Sendable static func read(_ text: String) throws -> Presentation.Audience {
        guard let audience = Presentation.Audience(rawValue: text) else {
            throw BadArgument("write 'admitted' or 'public'")
        }
        return audience
    }
}
