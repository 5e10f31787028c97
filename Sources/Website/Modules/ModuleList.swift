import Catalogue
import Codecs
import Nachlese

/// All published modules, the one held last first, with what is written of each in lists.
struct ModuleList {
    /// A series with its published modules, to choose from.
    struct Choice {
        let series: Series
        let modules: [ModuleHeading]
    }

    let modules: [ListedModule]
    /// Of the modules, in their order.
    let rows: [HTML]
    /// To choose one from, by series.
    let choices: [Choice]
    /// The choices as they stand in the form.
    let options: HTML

    init(_ modules: [ListedModule], series: [Series], _ context: PageContext) {
        self.modules = modules
        rows = modules.map { ModuleRow.html($0, context) }
        let bySeries = Dictionary(grouping: modules.map(\.heading), by: \.series)
        choices = series.compactMap { series in
            bySeries[series.id].map { Choice(series: series, modules: $0) }
        }
        options = ModuleList.options(of: choices, context)
    }

    /// The rows of the modules that meet a condition.
    func rows(where isIncluded: (ModuleHeading) -> Bool) -> [HTML] {
        zip(modules, rows).compactMap { isIncluded($0.heading) ? $1 : nil }
    }

    /// The modules to choose from, by series where there are several.
    private static func options(of choices: [Choice], _ context: PageContext) -> HTML {
        let groups = choices.map { choice -> HTML in
            let options = choice.modules.map {
                option($0.slug.rawValue, context.moduleTexts.title($0.number, $0.title))
            }
            guard choices.count > 1 else { return "\(options)" }
            return "<optgroup label=\"\(choice.series.title)\">\n\(options)</optgroup>\n"
        }
        return "\(groups)"
    }

    /// An option, with a gap for whether it is the one that was chosen.
    static func option(_ value: String, _ name: String) -> HTML {
        "<option value=\"\(value)\"\(HTML.gap(.choice(value)))>\(name)</option>\n"
    }

    /// Bytes that it takes, about.
    var size: Int {
        rows.reduce(0) { $0 + $1.bytes.count } + options.bytes.count + modules.count * 512
    }
}

/// A published module in a list.
enum ModuleRow {
    static func html(_ module: ListedModule, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        let heading = module.heading
        let number: HTML = "<span class=\"number\">\(texts.number(heading.number))</span> "
        return """
            <li><a class="whole" href="\(context.href(.module(heading.slug)))">\(number, if: !heading.number.isEmpty)\
            <span class="name"\(ForeignText.attribute(heading.language, context))>\(heading.title)</span></a>
            <p class="meta">\(ModuleDate.html(heading, context)) · \(texts.count(module.presentationCount))</p>
            \(HTML.gap(.tally(heading.id)))</li>

            """
    }
}

/// Number and title of a module: the words before the number in the page's language, the title in the module's.
enum ModuleTitle {
    static func html(_ module: ModuleHeading, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        let title = ForeignText.text(module.title, in: module.language, context)
        return module.number.isEmpty ? title : "\(texts.number(module.number)): \(title)"
    }
}

/// When and where a module was held.
enum ModuleDate {
    static func html(_ module: ModuleHeading, _ context: PageContext) -> HTML {
        "\(TimeElement.day(module.heldOn, context))\(", \(module.place)", if: !module.place.isEmpty)"
    }
}
