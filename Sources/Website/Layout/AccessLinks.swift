import Catalogue
import Nachlese

/// The two ways in for whoever has no password: those who took part, and those who only want the presentations.
enum Doors {
    /// Both as a list, each with its own words, and with the module chosen already where there is one.
    static func list(_ module: Slug?, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        return """
            <ul class="doors">
            <li>\(texts.tookPart)<br>
            \(Page.accessLink(texts.tookPartLink, door: .tookPart, module: module, context))</li>
            <li>\(texts.onlySlides)<br>
            \(Page.accessLink(texts.onlySlidesLink, door: .slides, module: module, context))</li>
            </ul>

            """
    }
}
