import Letters

extension OfficePageDraft {
    static func german(_ kind: OfficePageName.Kind) -> String {
        switch kind {
        case .imprint:
            """
            # Impressum

            Verantwortlich für diese Seite nach § 5 des Digitale-Dienste-Gesetzes ist:

            [[Name der Einrichtung]]

            [[Straße und Hausnummer]]

            [[Postleitzahl und Ort]]

            ## Vertretung

            Vertretungsberechtigt: [[vertretungsberechtigte Person, mit Vor- und Nachname]]

            ## So erreichen Sie uns

            - Telefon: [[Telefonnummer]]
            - E-Mail: [[E-Mail-Adresse]]

            ## Register

            [[Register, Registergericht und Nummer]]

            ## Verantwortlich für die Berichte

            Nach § 18 Absatz 2 des Medienstaatsvertrags: [[verantwortliche Person mit Anschrift]]

            """
        case .privacy:
            """
            # Datenschutz

            Hier steht, welche Daten diese Seite verarbeitet, wozu, und welche Rechte Sie haben.

            ## Verantwortlich

            [[Name der Einrichtung]], [[Straße und Hausnummer]], [[Postleitzahl und Ort]]. E-Mail: [[E-Mail-Adresse]]

            Datenschutzbeauftragte Person: [[Name und Anschrift, oder dass keine bestellt ist]]

            ## Wenn Sie nur lesen

            Zum Ausliefern der Seiten verarbeitet der Server Ihre IP-Adresse, so lange die Verbindung besteht. Wer \
            nicht angemeldet ist, erhält kein Cookie. Die Seite lädt nichts von anderen Servern und zählt keine \
            Besuche.

            Das Protokoll des Servers vermerkt Störungen und auffällige Anmeldeversuche, diese mit dem Netz, aus dem \
            sie kamen. Es wird gelöscht nach: [[Frist, zum Beispiel 14 Tage]]

            ## Wenn Sie einen Zugang haben

            Gespeichert sind Ihr Name, Ihre E-Mail-Adresse, gegebenenfalls Ihre Einrichtung, Ihre Sprache, für welche \
            Module Sie freigeschaltet sind, welche Präsentationen Sie heruntergeladen haben, und welche E-Mails wir \
            Ihnen dazu geschickt haben. Ihr Passwort ist nur als Prüfwert gespeichert, aus dem es sich nicht \
            zurückrechnen lässt.

            Nach der Anmeldung setzt die Seite ein Cookie, das für die Anmeldung nötig ist. Es endet, wenn Sie sich \
            abmelden, und spätestens nach 30 Tagen.

            Zweck ist, Ihnen die Präsentationen der Veranstaltungen bereitzustellen. Rechtsgrundlage: \
            [[Rechtsgrundlage, zum Beispiel Artikel 6 Absatz 1 Buchstabe b der DSGVO]]

            Ihre Daten werden gelöscht: [[wann, zum Beispiel zwei Jahre nach dem letzten Modul der Reihe]]

            ## Wenn Sie einen Zugang anfragen

            Wir verarbeiten, was Sie uns mitteilen, um Ihre Anfrage zu beantworten. Anfragen werden 90 Tage nach der \
            Entscheidung gelöscht.

            ## Empfänger

            Wir geben Ihre Daten nicht weiter. Die Server betreibt in unserem Auftrag: [[Dienstleister, oder niemand]]

            ## Ihre Rechte

            Sie können Auskunft über Ihre Daten verlangen, ihre Berichtigung, Löschung oder Einschränkung, und sie in \
            einer gängigen Form erhalten. Einer Verarbeitung aus berechtigtem Interesse können Sie widersprechen. Eine \
            E-Mail an uns genügt.

            Außerdem können Sie sich bei einer Aufsichtsbehörde beschweren, zum Beispiel bei: \
            [[Aufsichtsbehörde mit Anschrift]]

            """
        case .accessibility:
            """
            # Barrierefreiheit

            Diese Seite soll für alle benutzbar sein: mit der Tastatur, mit Vorlesesoftware, auf kleinen Bildschirmen, \
            mit starker Vergrößerung und ohne Skript. Diese Erklärung gilt für [[Adresse dieser Seite]].

            ## Stand

            Maßstab sind die Web Content Accessibility Guidelines (WCAG) 2.2, Stufe AA. Die Bewertung beruht auf: \
            [[eigene Prüfung oder Prüfung durch wen, mit Datum]]

            ## Was noch nicht barrierefrei ist

            - Präsentationen stammen von den Vortragenden. Nicht jede lässt sich vorlesen. Auf Anfrage beschaffen wir \
            eine zugängliche Fassung oder beschreiben Ihnen den Inhalt.
            - [[weitere bekannte Hindernisse, oder diese Zeile löschen]]

            ## Wenn Sie keine Antwort erhalten

            Sind Sie mit unserer Antwort nicht zufrieden, können Sie sich wenden an: \
            [[Durchsetzungs- oder Schlichtungsstelle mit Anschrift]]

            """
        case .contact:
            """
            # Kontakt

            Sie suchen Zugangsdaten, eine Präsentation oder jemanden, der Ihre Frage beantwortet? Schreiben Sie uns, \
            oder rufen Sie an.

            Am Telefon erreichen Sie uns: [[Tage und Uhrzeiten]]

            """
        }
    }
}
