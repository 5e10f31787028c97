import Codecs
import Secrets

/// The account page.
struct AccountTexts: PageTexts {
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

extension AccountTexts {
    static let german = AccountTexts(
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

    static let english = AccountTexts(
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

/// The page on which people choose a password of their own.
struct PasswordTexts: PageTexts {
    let choose: String
    let change: String
    let offer: String
    let demand: String
    let changeIntro: String
    let label: String
    /// The one rule, shown before typing.
    let rule: @Sendable (Int) -> String
    let userName: String
    let submit: String
    let skip: String
    let skipNote: String
    let failed: String
    let missing: String
    let objection: @Sendable (PasswordObjection) -> String
    let busy: String
    /// The form was made for another session.
    let stale: String
}

extension PasswordTexts {
    static let german = PasswordTexts(
        choose: "Eigenes Passwort wählen",
        change: "Passwort ändern",
        offer:
            "Sie sind mit dem Passwort aus der E-Mail angemeldet. Es gilt höchstens einen Tag nach der ersten Anmeldung. "
            + "Wenn Sie öfter wiederkommen, wählen Sie am besten jetzt ein eigenes.",
        demand:
            "Sie sind mit dem Passwort aus der E-Mail angemeldet. Bevor es weitergeht, wählen Sie bitte ein eigenes.",
        changeIntro: "Das neue Passwort gilt sofort. Andere Geräte werden dabei abgemeldet.",
        label: "Neues Passwort",
        rule: { "Mindestens \($0) Zeichen. Ein ganzer Satz ist gut." },
        userName: "Benutzername",
        submit: "Passwort speichern",
        skip: "Weiter ohne eigenes Passwort",
        skipNote: "Sie können das später unter „Ihr Konto“ nachholen.",
        failed: "Das Passwort ist noch nicht gespeichert",
        missing: "Geben Sie ein neues Passwort ein.",
        objection: { objection in
            switch objection {
            case .tooShort(let minimum): "Das Passwort ist zu kurz. Nehmen Sie mindestens \(minimum) Zeichen."
            case .tooLong: "Das Passwort ist zu lang. Bis zu 1000 Zeichen sind möglich."
            case .common:
                "Dieses Passwort steht auf Listen, mit denen Angreifende zuerst raten. Wählen Sie ein anderes."
            case .containsUserName, .containsEMail:
                "Das Passwort enthält Ihren Namen oder Ihre Adresse. Wählen Sie etwas, das andere nicht über Sie wissen."
            case .containsServiceName: "Das Passwort enthält den Namen dieser Seite. Wählen Sie etwas anderes."
            case .repetition: "Das Passwort wiederholt nur ein kurzes Stück. Nehmen Sie verschiedene Wörter."
            case .sequence: "Das Passwort folgt dem Alphabet oder der Tastatur. Nehmen Sie verschiedene Wörter."
            }
        },
        busy: "Im Moment ist viel los. Bitte versuchen Sie es gleich noch einmal.",
        stale: "Sie haben sich inzwischen neu angemeldet. Geben Sie das Passwort noch einmal ein.")

    static let english = PasswordTexts(
        choose: "Choose your own password",
        change: "Change your password",
        offer:
            "You signed in with the password from the e-mail. It works for one day at most after it was first used. If "
            + "you come back more often, choose one of your own now.",
        demand: "You signed in with the password from the e-mail. Before you go on, please choose one of your own.",
        changeIntro: "The new password counts at once. Other devices will be signed out.",
        label: "New password",
        rule: { "At least \($0) characters. A whole sentence is good." },
        userName: "User name",
        submit: "Save password",
        skip: "Go on without a password of your own",
        skipNote: "You can do this later under “Your account”.",
        failed: "The password is not saved yet",
        missing: "Enter a new password.",
        objection: { objection in
            switch objection {
            case .tooShort(let minimum): "The password is too short. Use at least \(minimum) characters."
            case .tooLong: "The password is too long. Up to 1000 characters are possible."
            case .common: "This password is on the lists that attackers try first. Choose another one."
            case .containsUserName, .containsEMail:
                "The password contains your name or address. Choose something others do not know about you."
            case .containsServiceName: "The password contains the name of this site. Choose something else."
            case .repetition: "The password only repeats a short piece. Use different words."
            case .sequence: "The password follows the alphabet or the keyboard. Use different words."
            }
        },
        busy: "Much is going on at this moment. Please try again shortly.",
        stale: "You have signed in anew meanwhile. Enter the password once more.")
}

extension PageContext {
    var accountTexts: AccountTexts { .of(language) }
    var passwordTexts: PasswordTexts { .of(language) }
}
