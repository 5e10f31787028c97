import Codecs
import Letters

/// The pages of the office: imprint, privacy, accessibility, contact.
struct OfficePageTexts: PageTexts {
    let onlyInOtherLanguage: String
    let missing: String
    /// What the settings know follows.
    let imprintMissing: String
    let contactLead: String
    /// A day follows.
    let changed: String
    let reportHeading: String
    let reportText: String
    /// An e-mail address follows.
    let withoutMailProgram: String
    /// A telephone number follows.
    let byPhone: String
    /// An address follows.
    let byPost: String
}

extension OfficePageTexts {
    static let german = OfficePageTexts(
        onlyInOtherLanguage: "Diesen Text gibt es bisher nur auf Englisch.",
        missing: "Dieser Text ist noch nicht veröffentlicht. Fragen dazu beantworten wir gern.",
        imprintMissing: "Die vollständigen Angaben folgen. Diese Seite betreibt:",
        contactLead: "So erreichen Sie uns:",
        changed: "Zuletzt geändert am",
        reportHeading: "Eine Barriere melden",
        reportText:
            "Etwas auf dieser Seite lässt sich nicht lesen, hören oder bedienen? Sagen Sie uns, was Sie vorhatten und woran "
            + "es scheiterte. Wir antworten Ihnen und schicken Ihnen, was Sie brauchen, gern in einer anderen Form.",
        withoutMailProgram: "Ohne eingerichtetes E-Mail-Programm kopieren Sie diese Adresse:",
        byPhone: "Telefonisch:",
        byPost: "Per Post:")

    static let english = OfficePageTexts(
        onlyInOtherLanguage: "So far this text exists in German only.",
        missing: "This text has not been published yet. We are glad to answer questions about it.",
        imprintMissing: "Complete information will follow. This site is run by:",
        contactLead: "How to reach us:",
        changed: "Last changed on",
        reportHeading: "Report a barrier",
        reportText:
            "Something on this site cannot be read, heard or operated? Tell us what you wanted to do and where it failed. "
            + "We will answer, and gladly send you what you need in another form.",
        withoutMailProgram: "Without a mail program, copy this address:",
        byPhone: "By telephone:",
        byPost: "By post:")
}

extension PageContext {
    var officePageTexts: OfficePageTexts { .of(language) }
}
