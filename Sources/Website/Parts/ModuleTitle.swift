import Catalogue

/// Number and title of a module: the words before the number in the page's language, the title in the module's.
enum ModuleTitle {
    static func html(_ module: ModuleHeading, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let title = Foreign.text(module.title, in: module.language, visit)
        return module.number.isEmpty ? title : "\(texts.number(module.number)): \(title)"
    }
}
