import Catalogue
import Codecs

/// When and where a module was held.
enum ModuleDate {
    static func html(_ module: ModuleHeading, _ visit: Visit) -> HTML {
        "\(day(module.heldOn, visit))\(", \(module.place)", if: !module.place.isEmpty)"
    }

    static func day(_ date: CalendarDate, _ visit: Visit) -> HTML {
        TimeElement.day(date, visit)
    }
}
