import Catalogue
import Codecs
import Mail

/// What a mail asks for, as far as words tell: door, module and language.
///
/// The subject counts first, since links of ours fill it in, then what was written; quoted lines count for nothing. Where
/// nothing tells, the door is the one whose admission ends, and there is no module: the office decides anyway.
struct AccessRequestClassifier {
    let door: AccessRequest.Door
    let module: Module.ID?
    let language: Language

    /// Reads a mail; `modules` are those that people know.
    init(_ mail: IncomingMail, modules: [Module]) {
        let subject = AccessRequestClassifier.words(mail.subject)
        let text = AccessRequestClassifier.words(AccessRequestClassifier.withoutQuotations(mail.text))
        door = AccessRequestClassifier.door(in: subject) ?? AccessRequestClassifier.door(in: text) ?? .slides
        module =
            AccessRequestClassifier.module(in: subject, among: modules)
            ?? AccessRequestClassifier.module(in: text, among: modules)
        language = AccessRequestClassifier.language(mail.languages, subject + text)
    }

    // MARK: Words

    /// Words in small letters, of letters and digits and the hyphens within them; so many at most.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.lowercased().unicodeScalars.split(whereSeparator: { !isOfWord($0) }).prefix(5000) {
            words.append(String(String.UnicodeScalarView(word)))
        }
        return words
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Without lines that quote, and without everything below the line that announces a whole quoted mail.
    private static func withoutQuotations(_ text: String) -> String {
        var lines: [String] = []
        for line in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let begin = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if begin.starts(with: ">".utf8) { continue }
            if begin.starts(with: "-----".utf8) { break }
            lines.append(String(Substring(line)))
        }
        return lines.joined(separator: "\n")
    }

    private static func contains(_ phrase: [String], in words: [String]) -> Bool {
        guard phrase.count <= words.count, let first = phrase.first else { return false }
        return words.indices.dropLast(phrase.count - 1).contains { index in
            words[index] == first && words[index..<(index + phrase.count)].elementsEqual(phrase)
        }
    }

    private static func containsAny(_ phrases: [String], in words: [String]) -> Bool {
        phrases.contains {
            contains($0.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }, in: words)
        }
    }

    // MARK: Door

    /// What people write who were not there, although they use the words of those who were.
    private static let notThere = [
        "nicht teilnehmen", "nicht teilgenommen", "nicht dabei", "leider nicht teilnehmen", "nicht kommen",
        "nicht besuchen", "could not attend", "couldn t attend", "unable to attend", "not able to attend",
        "did not attend", "didn t attend", "could not take part", "did not take part", "not participate",
        "could not come",
    ]
    private static let onlySlides = [
        "nur die folien", "nur folien", "nur die präsentationen", "nur die präsentation", "nur an den folien",
        "nur um die folien", "interesse an den folien", "interesse an den präsentationen", "interessiere mich",
        "interessieren uns", "only the slides", "slides only", "just the slides", "only want the slides",
        "interested in the slides", "interested in the presentations", "only interested",
    ]
    private static let wasThere = [
        "teilgenommen", "teilnahm", "dabei", "teilnehmer", "teilnehmerin", "teilnehmende", "besucht habe",
        "habe besucht",
        "war auf", "kein passwort", "keine zugangsdaten", "passwort vergessen", "passwort", "zugangsdaten", "took part",
        "taken part", "attended", "participated", "participant", "attendee", "was there", "no password", "password",
        "credentials",
    ]

    private static func door(in words: [String]) -> AccessRequest.Door? {
        if containsAny(notThere, in: words) || containsAny(onlySlides, in: words) { return .slides }
        return containsAny(wasThere, in: words) ? .tookPart : nil
    }

    // MARK: Module

    /// The only module that is named by its slug, else by its title, else by its number.
    private static func module(in words: [String], among modules: [Module]) -> Module.ID? {
        only(modules.filter { words.contains("\($0.slug)") })
            ?? longest(modules.filter { contains(self.words($0.title), in: words) })
            ?? only(
                modules.filter { module in
                    let number = self.words(module.number)
                    guard !number.isEmpty else { return false }
                    return ["modul", "module", "moduls"].contains { contains([$0] + number, in: words) }
                })
    }

    private static func only(_ modules: [Module]) -> Module.ID? {
        modules.count == 1 ? modules[0].id : nil
    }

    /// A title may be the begin of another.
    private static func longest(_ modules: [Module]) -> Module.ID? {
        let lengths = modules.map { words($0.title).count }
        guard let most = lengths.max(), most > 0 else { return nil }
        return only(zip(modules, lengths).filter { $0.1 == most }.map(\.0))
    }

    // MARK: Language

    private static let german: Set<String> = [
        "ich", "und", "die", "der", "das", "bitte", "zu", "zum", "zur", "für", "habe", "den", "guten", "tag", "sehr",
        "grüße", "grüßen", "mit", "nicht", "zugang", "ein", "eine",
    ]
    private static let english: Set<String> = [
        "i", "and", "the", "please", "to", "for", "have", "dear", "hello", "regards", "with", "not", "access", "my",
        "of",
        "would", "you", "was", "is",
    ]

    private static func language(_ declared: [String], _ words: [String]) -> Language {
        let points = words.reduce(0) { $0 + (english.contains($1) ? 1 : 0) - (german.contains($1) ? 1 : 0) }
        if points != 0 { return points > 0 ? .english : .german }
        return declared.first.map { $0.utf8.starts(with: "en".utf8) } ?? false ? .english : .german
    }
}
