import Catalogue

/// A published module in a list.
enum ModuleRow {
    static func html(_ module: ListedModule, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let heading = module.heading
        let number: HTML = "<span class=\"number\">\(texts.number(heading.number))</span> "
        return """
            <li><a class="whole" href="\(visit.href(.module(heading.slug)))">\(number, if: !heading.number.isEmpty)\
            <span class="name"\(Foreign.attribute(heading.language, visit))>\(heading.title)</span></a>
            <p class="meta">\(ModuleDate.html(heading, visit)) · \(texts.count(module.presentationCount))</p>
            \(HTML.gap(.tally(heading.id)))</li>

            """
    }
}
