import Codecs
import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Catalogue
@testable import Nachlese

struct AccessRequestClassifierTests {
    private func wish(_ subject: String, _ text: String = "", more: String = "", _ modules: [Module] = [])
        -> AccessRequestClassifier
    {
        AccessRequestClassifier(IncomingMail(Array("Subject: \(subject)\n\(more)\n\(text)\n".utf8)), modules: modules)
    }

    @Test(
        "The door is recognised by words in German and English",
        arguments: [
            ("Ich habe teilgenommen und habe kein Passwort.", .tookPart), ("Ich war am 2. Februar dabei.", .tookPart),
            ("Als Teilnehmerin bräuchte ich die Zugangsdaten", .tookPart), ("I took part in module IV.", .tookPart),
            ("I attended the event but got no password", .tookPart), ("I have lost my password", .tookPart),
            ("Leider konnte ich nicht teilnehmen.", .slides), ("ich war nicht dabei, bitte um Passwort", .slides),
            ("Ich hätte gern nur die Folien.", .slides), ("I could not attend, may I have the slides?", .slides),
            ("I'm only interested in the slides", .slides), ("Guten Tag", .slides), ("", .slides),
            // What others wrote before does not count.
            ("Danke!\n> Ich habe teilgenommen", .slides), ("Danke!\n-----Original Message-----\nattended", .slides),
        ] as [(String, AccessRequest.Door)])
    func doors(text: String, door: AccessRequest.Door) {
        #expect(wish("Zugang zu den Präsentationen", text).door == door)
    }

    @Test("The subject counts more than the text")
    func subject() {
        #expect(wish("Nur die Folien", "Ich habe teilgenommen.").door == .slides)
        #expect(wish("Ich habe teilgenommen", "Nur die Folien, bitte.").door == .tookPart)
    }

    @Test("The module is recognised by slug, title and number")
    func modules() throws {
        let world = try World()
        let series = try world.series()
        let four = try world.module("2017-iv", in: series)
        var five = try world.module("2017-v", in: series)
        five.number = "V"
        five.title = "Netzwerke und Kooperation"
        try world.database.transaction { try five.save(now: world.now, in: $0) }
        let modules = [four, five]
        let cases: [(String, String, Module.ID?)] = [
            ("Zugang [2017-iv]", "", four.id),
            ("Zugang zu den Präsentationen: Modul V: Netzwerke und Kooperation", "", five.id),
            ("Access to the presentations: Module IV: Netzwerke", "", four.id),
            ("Zugang", "Ich war bei Modul V dabei.", five.id),
            ("Zugang", "netzwerke und\nkooperation", five.id), ("Zugang", "", nil), ("Modul IV und Modul V", "", nil),
            ("Zugang", "Modul VI", nil), ("Zugang", "2017-ivx", nil), ("2017-v", "Modul IV", five.id),
        ]
        for (subject, text, module) in cases {
            #expect(wish(subject, text, modules).module == module, "\(subject) / \(text)")
        }
    }

    @Test(
        "The language is that of the words, else what the mail says",
        arguments: [
            ("Dear all, I would like to have access to the slides, please.", "", .english),
            ("Guten Tag, ich bitte um Zugang.", "", .german), ("", "Content-Language: en-GB\n", .english),
            ("", "", .german), ("Guten Tag, bitte die Folien", "Content-Language: en\n", .german),
        ] as [(String, String, Language)])
    func languages(text: String, field: String, language: Language) {
        #expect(wish("", text, more: field).language == language)
    }
}
