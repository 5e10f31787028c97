extension Texts {
    /// Pages about what did not work.
    struct Failures: Sendable {
        /// A heading and what to do.
        struct Text: Sendable {
            let title: String
            let text: String
        }

        let notFound: Text
        let withdrawn: Text
        let notAdmitted: Text
        let covers: String
        let coversNothing: String
        let wrongMethod: Text
        let foreignForm: Text
        let staleForm: Text
        let malformed: Text
        let tooLarge: Text
        let timedOut: Text
        let misdirected: Text
        let notSupported: Text
        let busy: Text
        let broken: Text
        let incident: String
        let overview: String
        let askForAccess: String
    }
}

extension Texts.Failures {
    static let german = Texts.Failures(
        notFound: Text(
            title: "Diese Seite gibt es nicht",
            text: "Vielleicht ist die Adresse unvollständig, oder die Seite ist umgezogen."),
        withdrawn: Text(
            title: "Das wurde zurückgezogen",
            text: "Was Sie suchen, stand hier einmal und wird nicht mehr angeboten. Fragen dazu beantworten wir gern."),
        notAdmitted: Text(
            title: "Diese Präsentation gehört nicht zu Ihrem Zugang",
            text: "Wenn Sie teilgenommen haben oder sich dafür interessieren, schalten wir sie gern für Sie frei."),
        covers: "Ihr Zugang gilt für:",
        coversNothing: "Zurzeit ist für Sie kein Modul freigeschaltet.",
        wrongMethod: Text(
            title: "Das geht hier nicht",
            text: "Diese Adresse ist für etwas anderes gedacht. Beginnen Sie am besten bei der Übersicht."),
        foreignForm: Text(
            title: "Das Formular kam nicht von dieser Seite",
            text:
                "Zu Ihrer Sicherheit ist nichts geschehen. Öffnen Sie die Seite neu, und senden Sie es noch einmal ab."),
        staleForm: Text(
            title: "Das Formular war nicht mehr gültig",
            text: "Es ist nichts geschehen. Öffnen Sie die Seite neu, und senden Sie es noch einmal ab."),
        malformed: Text(
            title: "Diese Anfrage war nicht zu verstehen",
            text: "Rufen Sie die Seite bitte noch einmal auf."),
        tooLarge: Text(
            title: "Das war zu viel auf einmal",
            text: "Die gesendeten Angaben sind größer, als sie hier sein dürfen."),
        timedOut: Text(
            title: "Das hat zu lange gedauert",
            text: "Die Angaben sind nicht vollständig angekommen. Senden Sie sie bitte noch einmal ab."),
        misdirected: Text(
            title: "Diese Adresse wird hier nicht bedient",
            text: "Unter diesem Namen ist die Seite nicht zu erreichen."),
        notSupported: Text(
            title: "Das versteht dieser Server nicht",
            text: "Ihr Programm hat etwas verlangt, das hier nicht angeboten wird."),
        busy: Text(
            title: "Im Moment ist sehr viel los",
            text: "Bitte versuchen Sie es gleich noch einmal."),
        broken: Text(
            title: "Da ist etwas schiefgegangen",
            text:
                "Der Fehler liegt bei uns und ist vermerkt. Versuchen Sie es später noch einmal. Wenn Sie uns schreiben, "
                + "nennen Sie bitte diese Nummer."),
        incident: "Vorgangsnummer",
        overview: "Zur Übersicht",
        askForAccess: "Zugang anfragen")

    static let english = Texts.Failures(
        notFound: Text(
            title: "There is no such page",
            text: "Perhaps the address is incomplete, or the page has moved."),
        withdrawn: Text(
            title: "This was withdrawn",
            text:
                "What you are looking for was here once and is no longer offered. Please ask us if you have questions."),
        notAdmitted: Text(
            title: "This presentation is not part of your access",
            text: "If you took part or are interested, we will gladly open it for you."),
        covers: "Your access covers:",
        coversNothing: "At present no module is open to you.",
        wrongMethod: Text(
            title: "This cannot be done here",
            text: "This address is meant for something else. The overview is a good place to begin."),
        foreignForm: Text(
            title: "The form did not come from this site",
            text: "For your safety nothing has been done. Open the page anew and send it once more."),
        staleForm: Text(
            title: "The form was no longer valid",
            text: "Nothing has been done. Open the page anew and send it once more."),
        malformed: Text(
            title: "This request could not be understood",
            text: "Please open the page once more."),
        tooLarge: Text(
            title: "This was too much at once",
            text: "What was sent is larger than it may be here."),
        timedOut: Text(
            title: "This took too long",
            text: "What you sent did not arrive completely. Please send it once more."),
        misdirected: Text(
            title: "This address is not served here",
            text: "The site cannot be reached by this name."),
        notSupported: Text(
            title: "This server does not understand that",
            text: "Your program asked for something that is not offered here."),
        busy: Text(
            title: "Very much is going on at this moment",
            text: "Please try again shortly."),
        broken: Text(
            title: "Something went wrong",
            text:
                "The fault is ours and has been noted. Please try again later. If you write to us, please give this "
                + "number."),
        incident: "Incident number",
        overview: "To the overview",
        askForAccess: "Ask for access")
}
