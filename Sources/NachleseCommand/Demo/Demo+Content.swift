import Catalogue
import Codecs
import Resources

/// What the demo consists of: a real series, told in words of our own, with institutions in the place of persons.
extension Demo {
    /// A day of the series.
    struct Event {
        let slug: String
        let number: String
        let title: String
        let date: String
        let report: String

        func draft() throws -> Module.Draft {
            Module.Draft(
                slug: try Slug.read(slug), number: try Label(number), title: try Label(title),
                heldOn: try CalendarDate.read(date), place: try Label("Erfurt"), report: try Demo.text(report))
        }
    }

    /// A talk with its slides.
    struct Talk {
        let file: String
        let title: String
        let organisation: String
    }

    static let events = [
        Event(
            slug: "2016-i", number: "I", title: "Grundlagen der Sozialplanung", date: "2016-04-14",
            report: "module-1.txt"),
        Event(
            slug: "2016-ii", number: "II", title: "Sozialräume und Daten lesen", date: "2016-06-16",
            report: "module-2.txt"),
        Event(slug: "2016-iii", number: "III", title: "Beteiligung", date: "2016-11-03", report: "module-3.txt"),
        Event(
            slug: module, number: "IV", title: "Netzwerke und Kooperation", date: "2017-02-02",
            report: "module-4.txt"),
    ]

    /// The one picture, drawn for it.
    static let picture = (
        file: "netzwerk.webp",
        alternative: "Zeichnung: vier große Kreise, durch kräftige Linien verbunden. Von jedem gehen dünne Linien zu "
            + "vielen kleinen Kreisen aus, die auch untereinander verbunden sind."
    )

    static let talks = [
        Talk(
            file: "koopkurrenz.pdf", title: "Koopkurrenz: Zusammenarbeit im Wettbewerb",
            organisation: "Katholische Hochschule Nordrhein-Westfalen"),
        Talk(
            file: "freie-wohlfahrtspflege.pptx", title: "Was die freie Wohlfahrtspflege zur Sozialplanung beiträgt",
            organisation: "Liga der freien Wohlfahrtspflege in Thüringen"),
        Talk(
            file: "verwaltung-von-innen.pdf", title: "Verwaltung von innen",
            organisation: "Landkreis Sömmerda, Planungskoordination"),
        Talk(
            file: "thinka-meiningen.pptx", title: "ThINKA Meiningen: Arbeit im Quartier",
            organisation: "Neue Arbeit Thüringen, Projekt ThINKA Meiningen"),
    ]

    /// The settings as `nachlese.conf`, so that every command works on the demo's folder, too; without addresses to
    /// listen on the default one.
    static func settings(listen: [String]) -> String {
        let office = """
            service-name = Nachlese
            office-name = Beispielverband Thüringen, Büro Erfurt
            office-street = Beispielstraße 1
            office-city = 99084 Erfurt
            office-note = Eingang über den Hof
            office-phone = 0361 000000
            office-fax = 0361 000001
            office-website = https://www.example.org
            office-email = buero@example.org
            mail-from = nachlese@example.org

            """
        return listen.isEmpty ? office : office + "listen = \(listen.joined(separator: ", "))\n"
    }

    /// A text that is part of the binary.
    static func text(_ name: String) throws(CommandError) -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// A file that is part of the binary.
    static func bytes(_ name: String) throws(CommandError) -> [UInt8] {
        guard let file = Resource.demo.first(where: { $0.name == name }) else {
            throw CommandError(.failed, "this build lacks the demo file \(name)")
        }
        return file.bytes
    }
}
