internal import Nachlese

/// The two ways in for whoever has no password: those who took part, and those who only want the presentations.
enum Doors {
    enum Door: String {
        case tookPart = "took-part"
        case slides
    }

    /// Both as a list, each with its own words.
    static func list(_ module: Slug?, subject: String?, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        return """
            <ul class="doors">
            <li>\(texts.tookPart)<br>
            \(link(texts.tookPartLink, .tookPart, module, subject: subject, visit))</li>
            <li>\(texts.onlySlides)<br>
            \(link(texts.onlySlidesLink, .slides, module, subject: subject, visit))</li>
            </ul>

            """
    }

    /// A link to the form of a door, with the module chosen already.
    static func link(
        _ words: String, _ door: Door, _ module: Slug?, subject: String?, _ visit: Visit
    ) -> HTML {
        ContactBox.writeLink(words, subject: subject, visit)
    }
}
