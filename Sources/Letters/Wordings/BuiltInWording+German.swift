extension BuiltInWording {
    static func german(_ kind: OutboxMail.Kind) -> String {
        switch kind {
        case .credentials:
            """
            Betreff: Ihr Zugang zu den Präsentationen: {topic}

            Guten Tag {name},

            Sie erhalten diese Nachricht, weil wir für Sie einen Zugang zu den Präsentationen unserer Veranstaltungen \
            eingerichtet haben.

            Er gilt für:
            {admissions}

            Melden Sie sich bitte auf dieser Seite an:

            {sign-in-page}

            Benutzername: {user-name}
            Passwort: {password}

            Das Passwort gilt bis {valid-until}, nach der ersten Anmeldung noch 24 Stunden. Legen Sie am besten gleich \
            nach der Anmeldung ein eigenes fest. Groß- und Kleinschreibung und die Bindestriche spielen beim Eingeben \
            keine Rolle. Ist das Passwort abgelaufen, schicken wir Ihnen gern ein neues.

            Ein Passwort, das Sie schon haben, gilt weiter, bis Sie sich mit diesem anmelden. Haben Sie die Nachricht \
            nicht erwartet, brauchen Sie nichts zu tun: Es ändert sich nichts.

            Bei Fragen antworten Sie einfach auf diese E-Mail oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        case .newCredentials:
            """
            Betreff: Ihr neues Passwort: {service}

            Guten Tag {name},

            Sie erhalten diese Nachricht, weil für Ihren Zugang zu den Präsentationen ein neues Passwort angefordert \
            wurde.

            Melden Sie sich bitte auf dieser Seite an:

            {sign-in-page}

            Benutzername: {user-name}
            Passwort: {password}

            Das Passwort gilt bis {valid-until}, nach der ersten Anmeldung noch 24 Stunden. Legen Sie am besten gleich \
            nach der Anmeldung ein eigenes fest. Groß- und Kleinschreibung und die Bindestriche spielen beim Eingeben \
            keine Rolle.

            Ihr Zugang gilt für:
            {admissions}

            Haben Sie kein neues Passwort angefordert, brauchen Sie nichts zu tun: Es ändert sich nichts. Ihr \
            bisheriges Passwort gilt weiter, bis Sie sich mit dem neuen anmelden.

            Bei Fragen antworten Sie einfach auf diese E-Mail oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        case .passwordChanged:
            """
            Betreff: Ihr Passwort wurde geändert: {service}

            Guten Tag {name},

            am {time} wurde für Ihren Zugang zu den Präsentationen ein eigenes Passwort festgelegt.

            Frühere Passwörter gelten nicht mehr, und auf allen anderen Geräten wurden Sie abgemeldet. Ihr Benutzername \
            ist weiterhin {user-name}.

            Waren Sie das selbst, brauchen Sie nichts zu tun.

            Waren Sie es nicht, antworten Sie bitte bald auf diese E-Mail oder wenden Sie sich an uns. Wir sperren den \
            Zugang und schicken Ihnen ein neues Passwort.

            Mit freundlichen Grüßen

            {office}

            """
        case .addressChanged:
            """
            Betreff: Ihre E-Mail-Adresse wurde geändert: {service}

            Guten Tag {name},

            am {time} haben wir die E-Mail-Adresse Ihres Zugangs zu den Präsentationen geändert. Sie ist zugleich Ihr \
            Benutzername.

            Bisher: {old-address}
            Jetzt: {new-address}

            Zum Schutz Ihrer Daten steht die jeweils andere Adresse hier nur gekürzt.

            Auf allen Geräten wurden Sie abgemeldet. Melden Sie sich ab jetzt mit der neuen Adresse an:

            {sign-in-page}

            Haben Sie ein eigenes Passwort, gilt es weiter. Passwörter aus früheren E-Mails gelten nicht mehr; war eines \
            davon noch offen, geht ein neues an die neue Adresse.

            Haben Sie diese Änderung nicht erwartet, antworten Sie bitte bald auf diese E-Mail oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        case .accessRevoked:
            """
            Betreff: Ihr Zugang wurde beendet: {service}

            Guten Tag {name},

            am {time} haben wir Ihren Zugang zu den Präsentationen beendet.

            Anmelden können Sie sich nun nicht mehr; Passwörter aus früheren E-Mails gelten nicht mehr. Ihr \
            Benutzername war {user-name}. Sie brauchen nichts zu tun.

            Kommt das für Sie unerwartet, oder brauchen Sie den Zugang wieder, antworten Sie einfach auf diese E-Mail \
            oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        case .admitted, .requestDeclined, .requestReceived, .requestsAnnounced, .requestsWaiting:
            germanAboutRequests(kind)
        case .accessCode:
            """
            Betreff: Ihr Code für die Anfrage: {service}

            Guten Tag,

            für diese E-Mail-Adresse wurde auf unserer Seite nach einem Zugang zu den Präsentationen gefragt. Mit dem \
            Code bestätigen Sie, dass die Adresse Ihnen gehört. Erst dann sehen wir die Anfrage und antworten Ihnen.

            Code: {code}

            Geben Sie ihn bitte auf dieser Seite ein, gern auch auf einem anderen Gerät:

            {code-page}

            Der Code gilt bis {valid-until}. Groß- und Kleinschreibung und die Bindestriche spielen keine Rolle.

            Haben Sie nicht nach einem Zugang gefragt, brauchen Sie nichts zu tun: Ohne den Code sieht niemand die \
            Anfrage, und nach einem Tag löschen wir sie.

            Bei Fragen antworten Sie einfach auf diese E-Mail oder wenden Sie sich an uns.

            Mit freundlichen Grüßen

            {office}

            """
        }
    }
}
