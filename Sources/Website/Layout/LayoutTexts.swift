import Codecs
import Members

/// Every text of the site in one language.
///
/// Both languages fill the same properties, so that a missing translation does not compile. A class, since it is handed
/// to everything that writes a page, and a copy of so many texts costs more than most pages.
final class Texts: Sendable {
    let language: Language
    let layout: Layout
    let modules: Modules
    let holdings: Holdings
    let signIn: SignIn
    let password: Password
    let forgotten: Forgotten
    let access: Access
    let account: Account
    let failures: Failures
    let officePages: OfficePages

    private init(
        language: Language, layout: Layout, modules: Modules, holdings: Holdings, signIn: SignIn, password: Password,
        forgotten: Forgotten, access: Access, account: Account, failures: Failures, officePages: OfficePages
    ) {
        self.language = language
        self.layout = layout
        self.modules = modules
        self.holdings = holdings
        self.signIn = signIn
        self.password = password
        self.forgotten = forgotten
        self.access = access
        self.account = account
        self.failures = failures
        self.officePages = officePages
    }

    static let german = Texts(
        language: .german, layout: .german, modules: .german, holdings: .german, signIn: .german, password: .german,
        forgotten: .german, access: .german, account: .german, failures: .german, officePages: .german)
    static let english = Texts(
        language: .english, layout: .english, modules: .english, holdings: .english, signIn: .english,
        password: .english, forgotten: .english, access: .english, account: .english, failures: .english,
        officePages: .english)

    static func of(_ language: Language) -> Texts {
        switch language {
        case .german: german
        case .english: english
        }
    }
}

extension Texts {
    /// What stands on every page.
    struct Layout: Sendable {
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
    }
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
        })

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
        })
}
