import Nachlese

/// The two doors for people without access, and the page on which they confirm their address.
struct AccessRequestTexts: PageTexts {
    let intro: String
    let memberIntro: String
    let askedAs: String
    let door: String
    /// What a door says; members have a password.
    let doors: @Sendable (AccessRequest.Door, _ isMember: Bool) -> String
    let name: String
    let email: String
    let emailHint: String
    let organisation: String
    let module: String
    let moduleHint: String
    let chooseModule: String
    let otherModule: String
    let message: String
    let messageHint: String
    /// The field that people do not see.
    let trap: String
    let privacy: String
    let memberPrivacy: String
    /// For people without a script: after how many seconds the form is taken.
    let withoutScript: @Sendable (Int64) -> String
    /// While the script works.
    let working: String
    let submit: String
    let failed: String
    let noDoor: String
    let noName: String
    let nameTooLong: String
    let organisationTooLong: String
    let noAddress: String
    let noModule: String
    let messageTooLong: @Sendable (Int) -> String
    let trapFilled: String
    let stale: String
    let early: @Sendable (Int64) -> String
    let throttled: @Sendable (Int64) -> String
    let full: String
    let haveAccessHeading: String
    /// A link to the sign-in page follows.
    let haveAccess: String

    let confirmTitle: String
    let confirmIntro: String
    let sentIntro: String
    let code: String
    let codeHint: String
    let confirm: String
    let confirmFailed: String
    let noCode: String
    let wrongCode: String
    let guessed: @Sendable (Int64) -> String
    let passwordHeading: String
    let password: String
    let missingHeading: String
    let spamFolder: String
    let typo: String
    let tryAgain: String
    let limits: String
    let askUs: String

    let receivedTitle: String
    let received: String
    let reference: String
    let nextHeading: String
    let next: [String]
    let keepReference: String
}

extension AccessRequestTexts {
    static let german = AccessRequestTexts(
        intro:
            "Schreiben Sie uns, wer Sie sind und worum es geht. Wir schicken Ihnen zuerst einen Code per E-Mail, mit dem "
            + "Sie Ihre Adresse bestätigen.",
        memberIntro: "Ihr Zugang gilt für manches schon. Wofür brauchen Sie ihn noch?",
        askedAs: "Sie fragen an als",
        door: "Worum geht es?",
        doors: { door, isMember in
            switch door {
            case .tookPart: isMember ? "Ich habe teilgenommen." : "Ich habe teilgenommen und habe kein Passwort."
            case .slides: "Ich möchte nur die Vorträge und Folien."
            }
        },
        name: "Name",
        email: "E-Mail-Adresse",
        emailHint: "Dorthin schicken wir den Code und unsere Antwort.",
        organisation: "Einrichtung",
        module: "Veranstaltung",
        moduleHint: "An welcher Sie teilgenommen haben, oder deren Folien Sie möchten.",
        chooseModule: "Bitte wählen",
        otherModule: "Weiß ich nicht, oder mehrere",
        message: "Nachricht",
        messageHint: "Zum Beispiel, unter welcher Adresse Sie angemeldet waren.",
        trap: "Lassen Sie dieses Feld leer",
        privacy:
            "Ihre Angaben liest nur, wer bei uns über die Anfrage entscheidet, und erst wenn Sie Ihre Adresse bestätigt "
            + "haben. Unbestätigte löschen wir nach einem Tag, die anderen 90 Tage nach der Entscheidung.",
        memberPrivacy:
            "Die Anfrage liest nur, wer bei uns darüber entscheidet. 90 Tage nach der Entscheidung löschen wir sie.",
        withoutScript: {
            "Ohne JavaScript lässt sich das Formular erst \(WaitingTime.german($0)) nach dem Öffnen absenden. So halten "
                + "wir Programme fern, die massenhaft Formulare verschicken."
        },
        working: "Einen Moment, das Formular wird gleich abgeschickt …",
        submit: "Anfrage absenden",
        failed: "Die Anfrage ist noch nicht abgeschickt",
        noDoor: "Wählen Sie aus, worum es geht.",
        noName: "Geben Sie Ihren Namen an.",
        nameTooLong: "Der Name ist zu lang. Kürzen Sie ihn bitte.",
        organisationTooLong: "Der Name der Einrichtung ist zu lang. Kürzen Sie ihn bitte.",
        noAddress: "Geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@verband.de.",
        noModule: "Wählen Sie eine Veranstaltung, oder „Weiß ich nicht, oder mehrere“.",
        messageTooLong: { "Die Nachricht ist zu lang. Kürzen Sie sie bitte auf etwa \($0) Zeichen." },
        trapFilled:
            "Ein Feld, das leer bleiben muss, war ausgefüllt, vielleicht von Ihrem Browser. Es ist wieder leer: Senden "
            + "Sie die Anfrage bitte noch einmal ab.",
        stale:
            "Das Formular war nicht mehr gültig. Ihre Angaben stehen noch da: Senden Sie sie bitte noch einmal ab.",
        early: {
            "Das ging schneller, als Menschen tippen. Bitte warten Sie \(WaitingTime.german($0)), und senden Sie die "
                + "Anfrage dann noch einmal ab. Ihre Angaben stehen noch da."
        },
        throttled: {
            "Aus Ihrem Netz kamen zu viele Anfragen. Bitte warten Sie \(WaitingTime.german($0)), dann geht es weiter. "
                + "Ihre Angaben stehen noch da."
        },
        full:
            "Im Moment kommen sehr viele Anfragen. Bitte versuchen Sie es in einigen Minuten noch einmal, oder rufen Sie "
            + "uns an. Ihre Angaben stehen noch da.",
        haveAccessHeading: "Schon ein Konto?",
        haveAccess: "Dann brauchen Sie nichts anzufragen:",
        confirmTitle: "Adresse bestätigen",
        confirmIntro: "Geben Sie den Code aus der E-Mail ein, die wir Ihnen auf Ihre Anfrage geschickt haben.",
        sentIntro:
            "Sehen Sie in Ihr Postfach: Eine E-Mail mit einem Code ist unterwegs, meist in wenigen Minuten. Geben Sie ihn "
            + "hier ein. Erst dann sehen wir Ihre Anfrage.",
        code: "Code",
        codeHint: "Neun Zeichen. Groß- und Kleinschreibung, Leerzeichen und Bindestriche zählen nicht.",
        confirm: "Anfrage bestätigen",
        confirmFailed: "Die Anfrage ist noch nicht bestätigt",
        noCode: "Geben Sie den Code aus der E-Mail ein.",
        wrongCode:
            "Dieser Code stimmt nicht, oder er gilt nicht mehr. Vergleichen Sie ihn mit der E-Mail, die zuletzt kam. Nach "
            + "fünf falschen Versuchen oder einem Tag hilft nur eine neue Anfrage.",
        guessed: {
            "Aus Ihrem Netz kamen zu viele falsche Codes. Bitte warten Sie \(WaitingTime.german($0)), dann geht es weiter."
        },
        passwordHeading: "In der E-Mail steht ein Passwort?",
        password: "Dann haben Sie schon ein Konto und brauchen keinen Code:",
        missingHeading: "Wenn nichts ankommt",
        spamFolder: "Sehen Sie im Spam-Ordner nach.",
        typo: "Vielleicht war die Adresse nicht richtig geschrieben:",
        tryAgain: "Noch einmal anfragen",
        limits:
            "An eine Adresse gehen höchstens drei solche E-Mails am Tag, mit mindestens fünf Minuten dazwischen. Auch "
            + "die früheren Codes gelten noch.",
        askUs: "Hilft das alles nicht?",
        receivedTitle: "Ihre Anfrage ist bei uns",
        received: "Danke. Wir antworten Ihnen per E-Mail, in der Regel innerhalb von zwei Arbeitstagen.",
        reference: "Ihr Zeichen",
        nextHeading: "Wie es weitergeht",
        next: [
            "Wir sehen nach, ob und wofür wir den Zugang einrichten können.",
            "Dann kommt eine E-Mail mit Ihren Zugangsdaten, oder mit dem Grund, warum es nicht geht.",
        ],
        keepReference: "Nennen Sie bitte dieses Zeichen, wenn Sie Fragen dazu haben.")

    static let english = AccessRequestTexts(
        intro:
            "Tell us who you are and what it is about. First we send you a code by e-mail, with which you confirm your "
            + "address.",
        memberIntro: "Your access covers some things already. What else do you need it for?",
        askedAs: "You are asking as",
        door: "What is it about?",
        doors: { door, isMember in
            switch door {
            case .tookPart: isMember ? "I took part." : "I took part and have no password."
            case .slides: "I only want the talks and slides."
            }
        },
        name: "Name",
        email: "E-mail address",
        emailHint: "This is where we send the code and our answer.",
        organisation: "Organisation",
        module: "Event",
        moduleHint: "The one that you took part in, or whose slides you would like.",
        chooseModule: "Please choose",
        otherModule: "I do not know, or several",
        message: "Message",
        messageHint: "For example the address with which you were registered.",
        trap: "Leave this field empty",
        privacy:
            "Only those who decide about the request read what you enter, and only once you have confirmed your address. "
            + "We delete unconfirmed requests after a day, the others 90 days after the decision.",
        memberPrivacy:
            "Only those who decide about the request read it. We delete it 90 days after the decision.",
        withoutScript: {
            "Without JavaScript, the form can only be sent \(WaitingTime.english($0)) after it was opened. That keeps off "
                + "programs that send forms in bulk."
        },
        working: "One moment, the form is about to be sent …",
        submit: "Send request",
        failed: "The request has not been sent yet",
        noDoor: "Choose what it is about.",
        noName: "Enter your name.",
        nameTooLong: "The name is too long. Please shorten it.",
        organisationTooLong: "The name of the organisation is too long. Please shorten it.",
        noAddress: "Enter a complete e-mail address, for example name@association.org.",
        noModule: "Choose an event, or “I do not know, or several”.",
        messageTooLong: { "The message is too long. Please shorten it to about \($0) characters." },
        trapFilled:
            "A field that has to stay empty was filled in, perhaps by your browser. It is empty again: please send the "
            + "request once more.",
        stale: "The form was no longer valid. What you entered is still there: please send it once more.",
        early: {
            "That was faster than people type. Please wait \(WaitingTime.english($0)), and then send the request once "
                + "more. What you entered is still there."
        },
        throttled: {
            "Too many requests came from your network. Please wait \(WaitingTime.english($0)), then you can go on. What "
                + "you entered is still there."
        },
        full:
            "Very many requests are coming in at this moment. Please try again in a few minutes, or call us. What you "
            + "entered is still there.",
        haveAccessHeading: "You have an account already?",
        haveAccess: "Then there is nothing to ask for:",
        confirmTitle: "Confirm your address",
        confirmIntro: "Enter the code from the e-mail that we sent you upon your request.",
        sentIntro:
            "Please look into your mailbox: an e-mail with a code is on its way, mostly within a few minutes. Enter it "
            + "here. Only then do we see your request.",
        code: "Code",
        codeHint: "Nine characters. Capitals, blanks and hyphens make no difference.",
        confirm: "Confirm request",
        confirmFailed: "The request has not been confirmed yet",
        noCode: "Enter the code from the e-mail.",
        wrongCode:
            "This code is not right, or no longer valid. Compare it with the e-mail that came last. After five wrong "
            + "tries or a day, only a new request helps.",
        guessed: {
            "Too many wrong codes came from your network. Please wait \(WaitingTime.english($0)), then you can go on."
        },
        passwordHeading: "There is a password in the e-mail?",
        password: "Then you have an account already and need no code:",
        missingHeading: "If nothing arrives",
        spamFolder: "Look into the spam folder.",
        typo: "Perhaps there was a mistake in the address:",
        tryAgain: "Ask once more",
        limits:
            "One address gets three such e-mails a day at most, at least five minutes apart. The earlier codes still "
            + "work, too.",
        askUs: "None of this helps?",
        receivedTitle: "We have your request",
        received: "Thank you. We will answer by e-mail, usually within two working days.",
        reference: "Your reference",
        nextHeading: "What happens next",
        next: [
            "We look whether, and for what, we can set up access.",
            "Then you get an e-mail with your user name and password, or with the reason why it cannot be done.",
        ],
        keepReference: "Please give this reference if you have questions about it.")
}

extension PageContext {
    var accessRequestTexts: AccessRequestTexts { .of(language) }
}
