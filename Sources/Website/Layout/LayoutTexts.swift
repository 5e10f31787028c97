import Codecs
import Letters
import Members

/// The texts of one part of the site.
///
/// Each language fills the same properties, so that a missing translation does not compile.
protocol PageTexts: Sendable {
    static var german: Self { get }
    static var english: Self { get }
}

extension PageTexts {
    static func of(_ language: Language) -> Self {
        switch language {
        case .german: german
        case .english: english
        }
    }
}

/// What stands on every page.
struct LayoutTexts: PageTexts {
    let skip: String
    let mainMenu: String
    let overview: String
    let youAreHere: String
    let signIn: String
    let signOut: String
    let account: String
    let signedInAs: String
    /// The other language in its own words, and its tag.
    let otherLanguage: (tag: Language, name: String)
    let errorPrefix: String
    /// As Open Graph writes it.
    let locale: String
    let feed: String
    let contact: String
    let contactInvitation: String
    let contactUnknown: String
    let phone: String
    let fax: String
    let email: String
    let website: String
    /// The subject of a mail to the office about access to something, and without anything.
    let accessSubject: @Sendable (String?) -> String
    /// On the button of a form that is on its way.
    let sending: String
    /// An address and the day on which it was printed.
    let printed: @Sendable (String, String) -> String
    let notices: @Sendable (Notice) -> String
    let doorsHeading: String
    let tookPart: String
    let tookPartLink: String
    let onlySlides: String
    let onlySlidesLink: String
    let writeToUs: String
    /// Behind the label of what may be left empty.
    let optional: String
    /// The page's heading, and the words of links to it.
    let accessTitle: String
    /// The page's heading, and the words of links to it.
    let credentialsTitle: String
    let toOverview: String
    let show: String
    let hide: String
    let officePageMenu: String
    let officePageTitle: @Sendable (OfficePageName.Kind) -> String
    let reportByMail: String
    let reportOtherwise: String
    /// The subject of a mail about a barrier on the page of that title, or wherever.
    let barrierSubject: @Sendable (String?) -> String
}

extension LayoutTexts {
    static let german = LayoutTexts(
        skip: "Zum Inhalt springen",
        mainMenu: "Hauptmenü",
        overview: "Übersicht",
        youAreHere: "Sie sind hier",
        signIn: "Anmelden",
        signOut: "Abmelden",
        account: "Ihr Konto",
        signedInAs: "Angemeldet als",
        otherLanguage: (.english, "English"),
        errorPrefix: "Fehler: ",
        locale: "de_DE",
        feed: "Neue Berichte (Atom)",
        contact: "Kontakt",
        contactInvitation: "Fragen zum Zugang oder zu den Präsentationen beantworten wir gern.",
        contactUnknown: "Bei Fragen hilft die Stelle weiter, die Sie eingeladen hat.",
        phone: "Telefon",
        fax: "Fax",
        email: "E-Mail",
        website: "Internet",
        accessSubject: { $0.map { "Zugang zu den Präsentationen: \($0)" } ?? "Zugang zu den Präsentationen" },
        sending: "Wird gesendet …",
        printed: { "\($0), gedruckt am \($1)" },
        notices: { notice in
            switch notice {
            case .signedOut:
                "Sie sind abgemeldet. Auf gemeinsam genutzten Computern: Schließen Sie auch den Browser."
            case .passwordSet:
                "Ihr Passwort ist gespeichert. Das Passwort aus der E-Mail gilt nicht mehr, andere Geräte sind abgemeldet."
            case .sessionsEnded: "Alle anderen Geräte sind abgemeldet."
            case .detailsSaved: "Ihre Angaben sind gespeichert."
            case .passwordNotSet:
                "Ihr neues Passwort ist noch nicht gespeichert: Ihre Anmeldung war abgelaufen, und Passwörter heben wir "
                    + "nicht auf. Geben Sie es nach dem Anmelden bitte noch einmal ein."
            case .sessionsNotEnded:
                "Ihre Anmeldung war abgelaufen, und die anderen Geräte sind noch angemeldet. Wählen Sie das nach dem "
                    + "Anmelden bitte noch einmal."
            }
        },
        doorsHeading: "Noch kein Konto?",
        tookPart: "Sie haben teilgenommen und noch nie Zugangsdaten von uns erhalten?",
        tookPartLink: "Zugang anfordern",
        onlySlides: "Sie waren nicht dabei und interessieren sich für die Präsentationen?",
        onlySlidesLink: "Präsentationen anfragen",
        writeToUs: "Schreiben Sie uns",
        optional: "(freiwillig)",
        accessTitle: "Zugang anfragen",
        credentialsTitle: "Neue Zugangsdaten anfordern",
        toOverview: "Zur Übersicht",
        show: "Passwort anzeigen",
        hide: "Passwort verbergen",
        officePageMenu: "Rechtliches und Hilfe",
        officePageTitle: { $0.name(in: .german) },
        reportByMail: "Barriere per E-Mail melden",
        reportOtherwise: "Barriere auf anderem Weg melden",
        barrierSubject: { $0.map { "Barriere auf der Seite „\($0)“" } ?? "Barriere auf der Internetseite" })

    static let english = LayoutTexts(
        skip: "Skip to content",
        mainMenu: "Main menu",
        overview: "Overview",
        youAreHere: "You are here",
        signIn: "Sign in",
        signOut: "Sign out",
        account: "Your account",
        signedInAs: "Signed in as",
        otherLanguage: (.german, "Deutsch"),
        errorPrefix: "Error: ",
        locale: "en_GB",
        feed: "New reports (Atom)",
        contact: "Contact",
        contactInvitation: "We are glad to answer questions about access or the presentations.",
        contactUnknown: "If you have questions, please ask the office that invited you.",
        phone: "Telephone",
        fax: "Fax",
        email: "E-mail",
        website: "Web site",
        accessSubject: { $0.map { "Access to the presentations: \($0)" } ?? "Access to the presentations" },
        sending: "Sending …",
        printed: { "\($0), printed on \($1)" },
        notices: { notice in
            switch notice {
            case .signedOut: "You are signed out. On a shared computer, please close the browser as well."
            case .passwordSet:
                "Your password is saved. The password from the e-mail no longer works, other devices are signed out."
            case .sessionsEnded: "All other devices are signed out."
            case .detailsSaved: "Your details are saved."
            case .passwordNotSet:
                "Your new password is not saved yet: your session had ended, and we keep no passwords. Please enter it "
                    + "once more after signing in."
            case .sessionsNotEnded:
                "Your session had ended, and the other devices are still signed in. Please choose that once more after "
                    + "signing in."
            }
        },
        doorsHeading: "No account yet?",
        tookPart: "You took part and have never received a user name and password from us?",
        tookPartLink: "Ask for access",
        onlySlides: "You were not there and would like to have the presentations?",
        onlySlidesLink: "Ask for the presentations",
        writeToUs: "Write to us",
        optional: "(optional)",
        accessTitle: "Ask for access",
        credentialsTitle: "Get new credentials",
        toOverview: "To the overview",
        show: "Show password",
        hide: "Hide password",
        officePageMenu: "Legal notices and help",
        officePageTitle: { $0.name(in: .english) },
        reportByMail: "Report a barrier by e-mail",
        reportOtherwise: "Report a barrier in another way",
        barrierSubject: { $0.map { "Barrier on the page “\($0)”" } ?? "Barrier on the web site" })
}

extension PageContext {
    var layoutTexts: LayoutTexts { .of(language) }
}
