import Codecs
import Letters

extension Texts {
    /// The pages of the office: imprint, privacy, accessibility, contact.
    struct OfficePages: Sendable {
        let menu: String
        let title: @Sendable (OfficePageName.Kind) -> String
        let onlyInOtherLanguage: String
        let missing: String
        /// What the settings know follows.
        let imprintMissing: String
        let contactLead: String
        /// A day follows.
        let changed: String
        let reportByMail: String
        let reportOtherwise: String
        let reportHeading: String
        let reportText: String
        /// An e-mail address follows.
        let withoutMailProgram: String
        /// A telephone number follows.
        let byPhone: String
        /// An address follows.
        let byPost: String
        /// The subject of a mail about a barrier on the page of that title, or wherever.
        let barrierSubject: @Sendable (String?) -> String
    }
}

extension OfficePageTexts {
    static let german = OfficePageTexts(
        menu: "Rechtliches und Hilfe",
        title: { $0.name(in: .german) },
        onlyInOtherLanguage: "Diesen Text gibt es bisher nur auf Englisch.",
        missing: "Dieser Text ist noch nicht veröffentlicht. Fragen dazu beantworten wir gern.",
        imprintMissing: "Die vollständigen Angaben folgen. Diese Seite betreibt:",
        contactLead: "So erreichen Sie uns:",
        changed: "Zuletzt geändert am",
        reportByMail: "Barriere per E-Mail melden",
        reportOtherwise: "Barriere auf anderem Weg melden",
        reportHeading: "Eine Barriere melden",
        reportText:
            "Etwas auf dieser Seite lässt sich nicht lesen, hören oder bedienen? Sagen Sie uns, was Sie vorhatten und woran "
            + "es scheiterte. Wir antworten Ihnen und schicken Ihnen, was Sie brauchen, gern in einer anderen Form.",
        withoutMailProgram: "Ohne eingerichtetes E-Mail-Programm kopieren Sie diese Adresse:",
        byPhone: "Telefonisch:",
        byPost: "Per Post:",
        barrierSubject: { $0.map { "Barriere auf der Seite „\($0)“" } ?? "Barriere auf der Internetseite" })

    static let english = OfficePageTexts(
        menu: "Legal notices and help",
        title: { $0.name(in: .english) },
        onlyInOtherLanguage: "So far this text exists in German only.",
        missing: "This text has not been published yet. We are glad to answer questions about it.",
        imprintMissing: "Complete information will follow. This site is run by:",
        contactLead: "How to reach us:",
        changed: "Last changed on",
        reportByMail: "Report a barrier by e-mail",
        reportOtherwise: "Report a barrier in another way",
        reportHeading: "Report a barrier",
        reportText:
            "Something on this site cannot be read, heard or operated? Tell us what you wanted to do and where it failed. "
            + "We will answer, and gladly send you what you need in another form.",
        withoutMailProgram: "Without a mail program, copy this address:",
        byPhone: "By telephone:",
        byPost: "By post:",
        barrierSubject: { $0.map { "Barrier on the page “\($0)”" } ?? "Barrier on the web site" })
}
