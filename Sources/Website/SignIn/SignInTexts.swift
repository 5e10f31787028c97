/// The sign-in page.
struct SignInTexts: PageTexts {
    let title: String
    let intro: String
    let introForFile: String
    let sessionOver: String
    /// The session was over when a form was sent, and what was typed is kept.
    let sessionOverInForm: String
    let email: String
    let emailHint: String
    let password: String
    let passwordHint: String
    let remember: String
    let submit: String
    let failed: String
    let wrong: String
    /// What helps; a link to where new credentials are asked for follows.
    let wrongAdvice: String
    let noEmail: String
    let noPassword: String
    let passwordTooLong: String
    /// Too many attempts; the next one in so many seconds.
    let throttled: @Sendable (Int64) -> String
    /// As `wrongAdvice`.
    let throttledAdvice: String
    let busy: String
    let helpHeading: String
    /// As `wrongAdvice`.
    let help: String
}

extension SignInTexts {
    static let german = SignInTexts(
        title: "Anmelden",
        intro: "Die Zugangsdaten haben Sie per E-Mail von uns erhalten.",
        introForFile:
            "Diese Präsentation steht nach der Anmeldung bereit. Danach kommen Sie an dieselbe Stelle zurück. Die "
            + "Zugangsdaten haben Sie per E-Mail von uns erhalten.",
        sessionOver: "Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich erneut an.",
        sessionOverInForm:
            "Sie waren länger nicht aktiv und wurden abgemeldet. Ihre Eingaben sind noch da: Melden Sie sich an, dann "
            + "geht es damit weiter.",
        email: "E-Mail-Adresse",
        emailHint: "Sie ist zugleich Ihr Benutzername.",
        password: "Passwort",
        passwordHint:
            "Beim Passwort aus der E-Mail zählen Groß- und Kleinschreibung, Leerzeichen und Bindestriche nicht.",
        remember: "Auf diesem Gerät angemeldet bleiben (30 Tage)",
        submit: "Anmelden",
        failed: "Die Anmeldung hat nicht geklappt",
        wrong: "Die E-Mail-Adresse oder das Passwort stimmt nicht.",
        wrongAdvice: "Prüfen Sie die Schreibweise, oder lassen Sie sich ein neues Passwort schicken:",
        noEmail: "Geben Sie Ihre E-Mail-Adresse an, zum Beispiel name@verband.de.",
        noPassword: "Geben Sie Ihr Passwort ein.",
        passwordTooLong: "Das Passwort ist zu lang. Kopieren Sie nur das Passwort, ohne den Text darum herum.",
        throttled: { "Zu viele Versuche. Bitte warten Sie \(WaitingTime.german($0)), dann geht es weiter." },
        throttledAdvice: "Wenn Sie das Passwort nicht mehr wissen:",
        busy: "Im Moment melden sich sehr viele an. Bitte versuchen Sie es gleich noch einmal.",
        helpHeading: "Passwort vergessen oder noch keines erhalten?",
        help: "Ein neues kommt per E-Mail, und was Sie bisher nutzen, gilt bis dahin weiter:")

    static let english = SignInTexts(
        title: "Sign in",
        intro: "You have received your user name and password from us by e-mail.",
        introForFile:
            "This presentation is available after signing in; you will then come back to the same place. You have "
            + "received your user name and password from us by e-mail.",
        sessionOver: "Your session has ended. Please sign in again.",
        sessionOverInForm:
            "You were not active for long and have been signed out. What you typed is still here: sign in, and you go "
            + "on with it.",
        email: "E-mail address",
        emailHint: "It is your user name as well.",
        password: "Password",
        passwordHint: "In the password from the e-mail, capitals, blanks and hyphens make no difference.",
        remember: "Stay signed in on this device (30 days)",
        submit: "Sign in",
        failed: "Signing in did not work",
        wrong: "The e-mail address or the password is not right.",
        wrongAdvice: "Check the spelling, or have a new password sent to you:",
        noEmail: "Enter your e-mail address, for example name@association.org.",
        noPassword: "Enter your password.",
        passwordTooLong: "The password is too long. Copy the password only, without the text around it.",
        throttled: { "Too many attempts. Please wait \(WaitingTime.english($0)), then you can go on." },
        throttledAdvice: "If you do not know the password any more:",
        busy: "Very many people are signing in at this moment. Please try again shortly.",
        helpHeading: "Forgotten your password, or none received yet?",
        help: "A new one comes by e-mail, and what you use now goes on working until then:")
}

extension PageContext {
    var signInTexts: SignInTexts { .of(language) }
}
