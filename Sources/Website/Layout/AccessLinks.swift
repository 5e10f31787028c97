import Catalogue
import Nachlese

/// The ways in for whoever has no password: links that lead from where something is locked.
enum AccessLinks {
    /// For those who took part and those who only want the presentations: a list, each with its own words, and with the
    /// module chosen already where there is one.
    static func doors(_ module: Slug?, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        return """
            <ul class="doors">
            <li>\(texts.tookPart)<br>
            \(request(texts.tookPartLink, door: .tookPart, module: module, context))</li>
            <li>\(texts.onlySlides)<br>
            \(request(texts.onlySlidesLink, door: .slides, module: module, context))</li>
            </ul>

            """
    }

    /// To where access is asked for.
    static func request(
        _ words: String? = nil, door: AccessRequest.Door? = nil, module: Slug? = nil, _ context: PageContext
    ) -> HTML {
        var link = Link(.access)
        if let door { link.add("door", door.rawValue) }
        if let module { link.add("module", module.rawValue) }
        return "<a href=\"\(context.href(link))\">\(words ?? context.layoutTexts.accessTitle)</a>"
    }

    /// To where new credentials are asked for.
    static func credentials(email: String = "", next: ReturnTarget?, _ context: PageContext) -> HTML {
        var link = Link(.passwordForgotten)
        if !email.isEmpty { link.add("email", email) }
        if let next { link.add("next", next.parameter) }
        return "<a href=\"\(context.href(link))\">\(context.layoutTexts.credentialsTitle)</a>"
    }
}
