extension BuiltInWording {
    /// The mails about requests for access.
    static func germanAboutRequests(_ kind: OutboxMail.Kind) -> String {
        switch kind {
        case .requestDeclined:
            """
            Betreff: Ihre Anfrage {reference}: {service}

            Guten Tag,

            vielen Dank für Ihre Anfrage {reference} und Ihr Interesse an den Präsentationen unserer Veranstaltungen.

            Leider können wir Ihnen dafür keinen Zugang einrichten.

            {reason}

            Die Berichte über unsere Veranstaltungen können Sie weiterhin ohne Zugang lesen:

            {site}

            Haben wir etwas übersehen, oder haben Sie Fragen? Dann antworten Sie einfach auf diese E-Mail oder wenden Sie \
            sich an uns. Haben Sie gar nichts angefragt, brauchen Sie nichts zu tun.

            Mit freundlichen Grüßen

            {office}

            """
        case .requestReceived:
            """
            Betreff: Ihre Nachricht ist angekommen: {reference}

            Guten Tag,

            Ihre Nachricht ist bei uns angekommen. Wir führen sie unter der Nummer {reference}.

            Geht es um einen Zugang zu den Präsentationen, schicken wir Ihnen die Zugangsdaten an diese Adresse, in der \
            Regel innerhalb von zwei Arbeitstagen. Sie brauchen nichts weiter zu tun.

            Diese Antwort wurde automatisch verschickt; wir schicken sie höchstens einmal am Tag. Haben Sie uns nicht \
            geschrieben, hat jemand Ihre Adresse als Absender angegeben; dann löschen Sie diese E-Mail einfach.

            Mit freundlichen Grüßen

            {office}

            """
        case .requestsAnnounced:
            """
            Betreff: Neue Anfragen nach Zugang ({count}): {service}

            Guten Tag,

            neue Anfragen nach Zugang zu den Präsentationen: {count}. Die Angaben stammen von den Personen selbst.

            {requests}

            Alle offenen Anfragen zeigt „nachlese request list“. Eine Entscheidung lässt sich kurze Zeit zurücknehmen: \
            „nachlese request undo“ mit der Nummer.

            {office}

            """
        case .requestsWaiting:
            """
            Betreff: Anfragen nach Zugang warten ({count}): {service}

            Guten Tag,

            auf diese Anfragen nach Zugang zu den Präsentationen hat noch niemand geantwortet: {count}. Die Angaben \
            stammen von den Personen selbst.

            {requests}

            Alle offenen Anfragen zeigt „nachlese request list“.

            {office}

            """
        case .admitted, .credentials, .newCredentials, .passwordChanged, .addressChanged, .accessRevoked, .accessCode:
            """
            Betreff: Ihr Zugang wurde erweitert: {service}

            Guten Tag {name},

            Sie erhalten diese Nachricht, weil wir Ihren Zugang zu den Präsentationen unserer Veranstaltungen erweitert \
            haben.

            Er gilt jetzt für:
            {admissions}

            Melden Sie sich wie bisher mit Ihrem Passwort an; Ihr Benutzername ist {user-name}:

            {sign-in-page}

            Haben Sie Ihr Passwort nicht zur Hand, fordern Sie auf dieser Seite ein neues an. Haben Sie die Nachricht nicht \
            erwartet, brauchen Sie nichts zu tun.

            Bei Fragen antworten Sie einfach auf diese E-Mail oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        }
    }
}
