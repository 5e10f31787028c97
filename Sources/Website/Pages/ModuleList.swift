internal import Catalogue
internal import Nachlese

/// All published modules, the one held last first, with what is written of each in lists.
struct ModuleList {
    let modules: [ListedModule]
    /// Of the modules, in their order.
    let rows: [HTML]
    /// To choose one from, by series.
    let choices: [AccessView.Choice]
    /// The choices as they stand in the form.
    let options: HTML

    init(_ modules: [ListedModule], series: [Series], _ visit: Visit) {
        self.modules = modules
        rows = modules.map { ModuleRow.html($0, visit) }
        let bySeries = Dictionary(grouping: modules.map(\.heading), by: \.series)
        choices = series.compactMap { series in
            bySeries[series.id].map { AccessView.Choice(series: series, modules: $0) }
        }
        options = Page.options(of: choices, visit)
    }

    /// The rows of the modules that meet a condition.
    func rows(where isIncluded: (ModuleHeading) -> Bool) -> [HTML] {
        zip(modules, rows).compactMap { isIncluded($0.heading) ? $1 : nil }
    }

    /// Bytes that it takes, about.
    var size: Int {
        rows.reduce(0) { $0 + $1.bytes.count } + options.bytes.count + modules.count * 512
    }
}
