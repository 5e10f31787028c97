import Codecs

extension Texts {
    /// The account page.
    struct Account: Sendable {
        let title: String
        let details: String
        let name: String
        let email: String
        let organisation: String
        let validUntil: String
        let modules: String
        let noModules: String
        let password: String
        let passwordInitial: String
        let passwordOwn: String
        let choose: String
        let change: String
        let devices: String
        /// How many devices are signed in beside this one.
        let otherDevices: @Sendable (Int) -> String
        let endOthers: String
        let language: String
        /// A language in its own words.
        let languageName: @Sendable (Language) -> String
        let save: String
        let failed: String
        let noName: String
        let tooLong: String
        /// The form was made for another session.
        let stale: String
        /// The form was interrupted by signing in.
        let kept: String
    }
}

extension Texts.Account {
    static let german = Texts.Account(
        title: "Ihr Konto",
        details: "Ihre Angaben",
        name: "Name",
        email: "E-Mail-Adresse",
        organisation: "Einrichtung",
        validUntil: "Zugang gültig bis",
        modules: "Ihre Module",
        noModules: "Zurzeit ist für Sie kein Modul freigeschaltet.",
        password: "Passwort",
        passwordInitial:
            "Sie nutzen das Passwort aus der E-Mail. Es gilt höchstens einen Tag nach der ersten Anmeldung.",
        passwordOwn: "Sie haben ein eigenes Passwort.",
        choose: "Eigenes Passwort wählen",
        change: "Passwort ändern",
        devices: "Angemeldete Geräte",
        otherDevices: { others in
            switch others {
            case 0: "Sie sind nur hier angemeldet."
            case 1: "Außer hier sind Sie auf einem weiteren Gerät angemeldet."
            default: "Außer hier sind Sie auf \(others) weiteren Geräten angemeldet."
            }
        },
        endOthers: "Andere Geräte abmelden",
        language: "Sprache unserer Seiten und E-Mails",
        languageName: { $0 == .german ? "Deutsch" : "English" },
        save: "Angaben speichern",
        failed: "Ihre Angaben sind noch nicht gespeichert",
        noName: "Geben Sie Ihren Namen an.",
        tooLong: "Das ist zu lang. Bis zu 300 Zeichen sind möglich, Umlaute zählen doppelt.",
        stale: "Sie haben sich inzwischen neu angemeldet. Ihre Eingaben sind noch da: Speichern Sie sie noch einmal.",
        kept: "Ihre Eingaben sind noch da. Gespeichert werden sie erst, wenn Sie „Angaben speichern“ wählen.")

    static let english = Texts.Account(
        title: "Your account",
        details: "Your details",
        name: "Name",
        email: "E-mail address",
        organisation: "Organisation",
        validUntil: "Access valid until",
        modules: "Your modules",
        noModules: "At present no module is open to you.",
        password: "Password",
        passwordInitial: "You use the password from the e-mail. It works for one day at most after it was first used.",
        passwordOwn: "You have a password of your own.",
        choose: "Choose your own password",
        change: "Change your password",
        devices: "Signed-in devices",
        otherDevices: { others in
            switch others {
            case 0: "You are signed in here only."
            case 1: "You are signed in on one other device."
            default: "You are signed in on \(others) other devices."
            }
        },
        endOthers: "Sign out other devices",
        language: "Language of our pages and e-mails",
        languageName: { $0 == .german ? "Deutsch" : "English" },
        save: "Save details",
        failed: "Your details are not saved yet",
        noName: "Enter your name.",
        tooLong: "This is too long. Up to 300 characters are possible, umlauts count twice.",
        stale: "You have signed in anew meanwhile. What you typed is still here: save it once more.",
        kept: "What you typed is still here. It is saved only when you choose “Save details”.")
}
