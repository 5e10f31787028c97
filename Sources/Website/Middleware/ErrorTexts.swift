/// Pages about what did not work.
struct ErrorTexts: PageTexts {
    /// What happened, and what helps.
    struct Text: Sendable {
        let title: String
        let text: String
        var advice: [String] = []
    }

    let notFound: Text
    let withdrawn: Text
    let restOfModule: String
    /// Of the module that was asked for.
    let notAdmitted: @Sendable (String) -> Text
    let covers: String
    let coversNothing: String
    let wrongMethod: Text
    let foreignForm: Text
    let staleForm: Text
    let malformed: Text
    let tooLarge: Text
    let addressTooLong: Text
    let headTooLarge: Text
    let tooMany: Text
    let timedOut: Text
    let misdirected: Text
    let notSupported: Text
    let busy: Text
    let broken: Text
    let incident: String
    let whatToDo: String
    let whomToAsk: String
    /// Behind the link that begins a mail.
    let orCall: @Sendable (String) -> String
    let contactBelow: String
    let askForAccess: String
}

extension ErrorTexts {
    static let german = ErrorTexts(
        notFound: Text(
            title: "Diese Seite gibt es nicht",
            text: "Unter dieser Adresse ist nichts zu finden.",
            advice: [
                "Prüfen Sie die Adresse, vor allem ihr Ende: In E-Mails wird sie manchmal abgeschnitten.",
                "Vielleicht ist die Seite umgezogen. Von der Übersicht aus finden Sie alle Reihen und Module.",
            ]),
        withdrawn: Text(
            title: "Das wurde zurückgezogen",
            text:
                "Was Sie suchen, stand hier einmal und wird nicht mehr angeboten, zum Beispiel auf Wunsch der "
                + "Referierenden."),
        restOfModule: "Zum Bericht und zu den anderen Präsentationen dieses Moduls",
        notAdmitted: {
            Text(
                title: "Diese Präsentation gehört nicht zu Ihrem Zugang",
                text: "Sie gehört zu „\($0)“. Sie sind angemeldet, aber für dieses Modul nicht freigeschaltet.",
                advice: [
                    "Wenn Sie mehrere E-Mail-Adressen haben: Vielleicht gilt der Zugang für eine andere. Melden Sie "
                        + "sich dann ab und mit ihr an."
                ])
        },
        covers: "Ihr Zugang gilt für:",
        coversNothing: "Zurzeit ist für Sie kein Modul freigeschaltet.",
        wrongMethod: Text(
            title: "Das geht hier nicht",
            text: "Diese Adresse ist für etwas anderes gedacht.",
            advice: ["Gehen Sie eine Seite zurück, und versuchen Sie es von dort noch einmal."]),
        foreignForm: Text(
            title: "Das Formular kam nicht von dieser Seite",
            text: "Zu Ihrer Sicherheit ist nichts geschehen.",
            advice: ["Öffnen Sie die Seite neu, und senden Sie das Formular von dort noch einmal ab."]),
        staleForm: Text(
            title: "Das Formular war nicht mehr gültig",
            text:
                "Sie haben sich inzwischen neu angemeldet, vielleicht in einem anderen Fenster. Es ist nichts geschehen.",
            advice: ["Gehen Sie eine Seite zurück, laden Sie sie neu, und senden Sie das Formular noch einmal ab."]),
        malformed: Text(
            title: "Diese Anfrage war nicht zu verstehen",
            text: "Ihr Browser hat etwas gesendet, das keinen Sinn ergab. Es ist nichts geschehen.",
            advice: ["Rufen Sie die Seite noch einmal auf, am besten von der Übersicht aus."]),
        tooLarge: Text(
            title: "Das war zu viel auf einmal",
            text:
                "Die gesendeten Angaben sind größer, als sie hier sein dürfen: höchstens 64\u{A0}kB, einige Seiten Text.",
            advice: [
                "Gehen Sie eine Seite zurück, und kürzen Sie den Text.",
                "Dateien können Sie hier nicht hochladen. Schicken Sie uns, was Sie uns geben möchten, per E-Mail.",
            ]),
        addressTooLong: Text(
            title: "Diese Adresse ist zu lang",
            text: "Der Link enthält mehr, als eine Adresse hier enthalten darf.",
            advice: ["Vielleicht wurde er falsch kopiert. Beginnen Sie bei der Übersicht."]),
        headTooLarge: Text(
            title: "Ihr Browser sendet zu viel mit",
            text:
                "Zu jeder Anfrage gehören Angaben des Browsers, und bei Ihnen sind es mehr, als hier angenommen wird.",
            advice: ["Meist hilft es, in den Einstellungen des Browsers die Cookies dieser Seite zu löschen."]),
        tooMany: Text(
            title: "Das waren zu viele Anfragen",
            text: "Aus Ihrem Netz kam in kurzer Zeit mehr, als wir annehmen.",
            advice: ["Warten Sie einige Minuten, und versuchen Sie es dann noch einmal."]),
        timedOut: Text(
            title: "Das hat zu lange gedauert",
            text: "Die Angaben sind nicht vollständig angekommen.",
            advice: ["Prüfen Sie Ihre Verbindung, und senden Sie das Formular noch einmal ab."]),
        misdirected: Text(
            title: "Diese Adresse wird hier nicht bedient",
            text: "Unter diesem Namen ist die Seite nicht zu erreichen.",
            advice: ["Nehmen Sie die Adresse aus unserer E-Mail."]),
        notSupported: Text(
            title: "Das versteht dieser Server nicht",
            text: "Ihr Programm hat etwas verlangt, das hier nicht angeboten wird.",
            advice: ["Versuchen Sie es mit einem anderen Browser."]),
        busy: Text(
            title: "Im Moment ist sehr viel los",
            text: "Die Seite kann gerade nicht antworten. Das geht meist in wenigen Sekunden vorbei.",
            advice: [
                "Warten Sie einen Augenblick, und laden Sie die Seite neu.",
                "Ein Formular war noch nicht abgeschickt? Gehen Sie eine Seite zurück: Was Sie geschrieben haben, ist "
                    + "meist noch da.",
            ]),
        broken: Text(
            title: "Da ist etwas schiefgegangen",
            text: "Der Fehler liegt bei uns und ist unter dieser Nummer vermerkt.",
            advice: [
                "Versuchen Sie es in einigen Minuten noch einmal.",
                "Bleibt es dabei, melden Sie sich bitte, und nennen Sie die Nummer.",
            ]),
        incident: "Vorgangsnummer",
        whatToDo: "Was Sie tun können",
        whomToAsk: "Wen Sie fragen können",
        orCall: { "oder rufen Sie an: \($0)" },
        contactBelow: "Alle Angaben stehen am Ende dieser Seite.",
        askForAccess: "Zugang anfragen")
}

extension ErrorTexts {
    static let english = ErrorTexts(
        notFound: Text(
            title: "There is no such page",
            text: "Nothing can be found at this address.",
            advice: [
                "Check the address, above all its end: e-mails sometimes cut it off.",
                "The page may have moved. The overview leads to all series and modules.",
            ]),
        withdrawn: Text(
            title: "This was withdrawn",
            text:
                "What you are looking for was here once and is no longer offered, for example because the speaker asked "
                + "for that."),
        restOfModule: "To the report and the other presentations of this module",
        notAdmitted: {
            Text(
                title: "This presentation is not part of your access",
                text: "It belongs to “\($0)”. You are signed in, but this module is not open to you.",
                advice: [
                    "If you have several e-mail addresses, the access may belong to another one. Then sign out, and "
                        + "sign in with that."
                ])
        },
        covers: "Your access covers:",
        coversNothing: "At present no module is open to you.",
        wrongMethod: Text(
            title: "This cannot be done here",
            text: "This address is meant for something else.",
            advice: ["Go back one page and try once more from there."]),
        foreignForm: Text(
            title: "The form did not come from this site",
            text: "For your safety nothing has been done.",
            advice: ["Open the page anew and send the form once more from there."]),
        staleForm: Text(
            title: "The form was no longer valid",
            text: "You have signed in anew meanwhile, perhaps in another window. Nothing has been done.",
            advice: ["Go back one page, reload it, and send the form once more."]),
        malformed: Text(
            title: "This request could not be understood",
            text: "Your browser sent something that made no sense. Nothing has been done.",
            advice: ["Open the page once more, best from the overview."]),
        tooLarge: Text(
            title: "This was too much at once",
            text: "What was sent is larger than it may be here: 64\u{A0}kB at most, some pages of text.",
            advice: [
                "Go back one page and shorten the text.",
                "Files cannot be uploaded here. Please send us by e-mail what you would like to give us.",
            ]),
        addressTooLong: Text(
            title: "This address is too long",
            text: "The link holds more than an address may hold here.",
            advice: ["It may have been copied wrongly. The overview is a good place to begin."]),
        headTooLarge: Text(
            title: "Your browser sends too much along",
            text: "With every request a browser tells something about itself, and yours tells more than is taken here.",
            advice: ["It mostly helps to delete this site's cookies in the settings of the browser."]),
        tooMany: Text(
            title: "These were too many requests",
            text: "In a short time more came from your network than we take.",
            advice: ["Wait some minutes, then try once more."]),
        timedOut: Text(
            title: "This took too long",
            text: "What you sent did not arrive completely.",
            advice: ["Check your connection and send the form once more."]),
        misdirected: Text(
            title: "This address is not served here",
            text: "The site cannot be reached by this name.",
            advice: ["Use the address in our e-mail."]),
        notSupported: Text(
            title: "This server does not understand that",
            text: "Your program asked for something that is not offered here.",
            advice: ["Try another browser."]),
        busy: Text(
            title: "Very much is going on at this moment",
            text: "The site cannot answer right now. That mostly passes within seconds.",
            advice: [
                "Wait a moment and reload the page.",
                "You were about to send a form? Go back one page: what you wrote is mostly still there.",
            ]),
        broken: Text(
            title: "Something went wrong",
            text: "The fault is ours and has been noted under this number.",
            advice: [
                "Please try again in some minutes.",
                "If it stays like this, please tell us, and give the number.",
            ]),
        incident: "Incident number",
        whatToDo: "What you can do",
        whomToAsk: "Whom to ask",
        orCall: { "or call \($0)" },
        contactBelow: "You find everything at the end of this page.",
        askForAccess: "Ask for access")
}

extension PageContext {
    var errorTexts: ErrorTexts { .of(language) }
}
