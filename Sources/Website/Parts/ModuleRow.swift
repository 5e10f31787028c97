import Catalogue

/// A module in a list.
struct ModuleRow {
    let module: Module
    /// Of the presentations that are offered.
    let presentationCount: Int
    /// How far a member got who was admitted to it.
    var tally: ModuleTally?

    func html(_ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let number: HTML = "<span class=\"number\">\(texts.number(module.number))</span> "
        return """
            <li><a class="whole" href="\(visit.href(.module(module.slug)))">\(number, if: !module.number.isEmpty)\
            <span class="name"\(Foreign.attribute(module.language, visit))>\(module.title)</span></a>
            <p class="meta">\(ModuleDate.html(module, visit)) · \(texts.count(presentationCount))</p>
            \(tally?.html(visit))</li>

            """
    }
}
