internal import Nachlese

/// The two ways in for whoever has no password: those who took part, and those who only want the presentations.
enum Doors {
    enum Door: String {
        case tookPart = "took-part"
        case slides
    }

    /// A link to the form of a door, with the module chosen already.
    static func askLink(
        _ words: String, _ door: Door, _ module: Slug?, subject: String?, _ visit: Visit
    ) -> HTML {
        ContactBox.writeLink(words, subject: subject, visit)
    }
}
