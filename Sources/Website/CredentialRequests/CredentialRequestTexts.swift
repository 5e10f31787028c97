/// The page on which new credentials are asked for, and what follows it.
struct CredentialRequestTexts: PageTexts {
    let intro: String
    let emailHint: String
    let submit: String
    let failed: String
    let noAddress: String
    /// Too many requests; the next one in so many seconds.
    let throttled: @Sendable (Int64) -> String
    /// Too many requests of everybody.
    let full: String
    let noAccountHeading: String
    let sentTitle: String
    let sent: String
    let stillWorks: String
    let missingHeading: String
    let spamFolder: String
    let otherAddress: String
    let tryAgain: String
    let limits: String
    let askUs: String
    let toSignIn: String
}

extension CredentialRequestTexts {
    static let german = CredentialRequestTexts(
        intro:
            "Wir schicken Ihnen ein neues Passwort per E-Mail. Was Sie bisher nutzen, gilt weiter, bis Sie sich mit dem "
            + "neuen anmelden.",
        emailHint: "Die Adresse, an die wir Ihnen geschrieben haben.",
        submit: "Zugangsdaten schicken",
        failed: "Es ist noch nichts angefordert",
        noAddress: "Das ist keine vollständige E-Mail-Adresse. Sie sieht so aus: name@verband.de.",
        throttled: {
            "Aus Ihrem Netz kamen zu viele Anfragen. Bitte warten Sie \(WaitingTime.german($0)), dann geht es weiter."
        },
        full: "Im Moment kommen sehr viele Anfragen. Bitte versuchen Sie es in einigen Minuten noch einmal.",
        noAccountHeading: "Noch kein Konto?",
        sentTitle: "Sehen Sie in Ihr Postfach",
        sent: "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem neuen Passwort unterwegs.",
        stillWorks:
            "Meist ist sie in wenigen Minuten da. Bis Sie sich mit dem neuen Passwort anmelden, gilt auch, was Sie "
            + "bisher nutzen.",
        missingHeading: "Wenn nichts ankommt",
        spamFolder: "Sehen Sie im Spam-Ordner nach.",
        otherAddress: "Vielleicht haben wir an eine andere Adresse geschrieben, etwa an die dienstliche:",
        tryAgain: "Mit einer anderen Adresse anfordern",
        limits:
            "An eine Adresse gehen höchstens drei solche E-Mails am Tag, mit mindestens fünf Minuten dazwischen. Auch "
            + "die früheren gelten noch.",
        askUs: "Hilft das alles nicht, oder haben Sie noch kein Konto?",
        toSignIn: "Zur Anmeldung")

    static let english = CredentialRequestTexts(
        intro:
            "We will send you a new password by e-mail. What you use now goes on working until you sign in with the "
            + "new one.",
        emailHint: "The address that we wrote to.",
        submit: "Send credentials",
        failed: "Nothing has been asked for yet",
        noAddress: "This is not a complete e-mail address. It looks like name@association.org.",
        throttled: {
            "Too many requests came from your network. Please wait \(WaitingTime.english($0)), then you can go on."
        },
        full: "Very many requests are coming in at this moment. Please try again in a few minutes.",
        noAccountHeading: "No account yet?",
        sentTitle: "Please look into your mailbox",
        sent: "If there is an account for this address, an e-mail with a new password is on its way.",
        stillWorks:
            "It mostly arrives within a few minutes. Until you sign in with the new password, what you use now works "
            + "as well.",
        missingHeading: "If nothing arrives",
        spamFolder: "Look into the spam folder.",
        otherAddress: "We may have written to another address of yours, such as the one at work:",
        tryAgain: "Use another address",
        limits:
            "One address gets three such e-mails a day at most, at least five minutes apart. The earlier ones still "
            + "work, too.",
        askUs: "None of this helps, or you have no account yet?",
        toSignIn: "To the sign-in page")
}

extension PageContext {
    var credentialRequestTexts: CredentialRequestTexts { .of(language) }
}
