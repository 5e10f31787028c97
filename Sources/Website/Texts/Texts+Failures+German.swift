extension Texts.Failures {
    static let german = Texts.Failures(
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
        overview: "Zur Übersicht",
        askForAccess: "Zugang anfragen")
}
