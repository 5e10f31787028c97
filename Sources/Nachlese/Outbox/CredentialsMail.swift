internal import Mail
internal import Secrets

/// The mail that carries a user name and an initial password.
///
/// The lines `Benutzername: …` and `Passwort: …` (English: `User name: …`, `Password: …`) have a form that people and
/// programs may rely on. The address leads to the sign-in page with the user name filled in; it carries no token, so
/// that nothing is used up by whoever opens it.
struct CredentialsMail {
    let account: Account
    let password: InitialPassword
    let expiresAt: Timestamp
    let admissions: [Admission]
    let settings: Settings
    let now: Timestamp

    /// The message, ready for the outbox.
    ///
    /// - Throws: when an address of the settings is none or a name cannot stand in a header.
    func message() throws -> MailMessage {
        let sender = try settings.senderAddress
        guard
            let date = MailDate(
                unixSeconds: now.rawValue, offsetSeconds: LocalTime(now)?.secondsFromUTC ?? 0)
        else { throw Unsendable.date }
        return try MailMessage(
            from: Mailbox(name: officeName, address: sender),
            replyTo: settings.office.email.map { try Mailbox(name: officeName, address: $0) },
            to: Mailbox(name: account.name, address: account.email),
            subject: HeaderText(subject),
            date: date,
            messageID: MessageID(unique: Hex.encode(randomOctets(16)), host: sender.domain.ascii),
            language: account.language == .german ? .german : .english,
            text: text)
    }

    enum Unsendable: Error {
        /// The clock shows a year that no mail can carry.
        case date
    }

    private var officeName: String {
        settings.office.name.isEmpty ? settings.serviceName : settings.office.name
    }

    private var signInAddress: String {
        "\(settings.baseURL)/login?email=\(account.email.queryEscaped)"
    }

    private var subject: String {
        // What it is about: the one thing the account is admitted to, or the service.
        let topic = admissions.count == 1 ? admissions[0].title : settings.serviceName
        return switch account.language {
        case .german: "Ihr Zugang zu den Präsentationen: \(topic)"
        case .english: "Your access to the presentations: \(topic)"
        }
    }

    private var text: String {
        var text = WrappedText()
        switch account.language {
        case .german: writeGerman(into: &text)
        case .english: writeEnglish(into: &text)
        }
        return text.text
    }

    private func writeGerman(into text: inout WrappedText) {
        text.paragraph("Guten Tag \(account.name),")
        if admissions.isEmpty {
            text.paragraph("für Sie ist ein Zugang zu unserer Seite mit Präsentationen eingerichtet.")
        } else {
            text.paragraph("für Sie ist ein Zugang zu den Präsentationen dieser Veranstaltungen eingerichtet:")
            writeAdmissions(into: &text, whole: "alle Module der Reihe", until: "bis")
        }
        text.paragraph("Melden Sie sich bitte auf dieser Seite an:")
        text.verbatim([signInAddress])
        text.verbatim(["Benutzername: \(account.email)", "Passwort: \(password.grouped.reveal())"])
        text.paragraph(
            """
            Das Passwort gilt bis \(DateText.dayAndTime(expiresAt, .german)), nach der ersten Anmeldung noch \
            24 Stunden. Groß- und Kleinschreibung und die Bindestriche spielen keine Rolle. Legen Sie am \
            besten gleich nach der Anmeldung ein eigenes Passwort fest. Ist dieses hier abgelaufen, schicken wir Ihnen \
            auf Anfrage gern ein neues.
            """)
        text.paragraph(
            """
            Hatten Sie schon ein Passwort, so bleibt es gültig, bis Sie sich mit dem neuen anmelden. Wenn Sie diese \
            Nachricht nicht erwartet haben, brauchen Sie nichts zu tun.
            """)
        text.paragraph("Bei Fragen antworten Sie einfach auf diese E-Mail oder wenden Sie sich an uns.")
        text.paragraph("Mit freundlichen Grüßen")
        writeOffice(into: &text, phone: "Telefon", fax: "Fax")
    }

    private func writeEnglish(into text: inout WrappedText) {
        text.paragraph("Dear \(account.name),")
        if admissions.isEmpty {
            text.paragraph("an account on our site with presentations has been set up for you.")
        } else {
            text.paragraph("you have been given access to the presentations of these events:")
            writeAdmissions(into: &text, whole: "all modules of the series", until: "until")
        }
        text.paragraph("Please sign in on this page:")
        text.verbatim([signInAddress])
        text.verbatim(["User name: \(account.email)", "Password: \(password.grouped.reveal())"])
        text.paragraph(
            """
            The password is valid until \(DateText.dayAndTime(expiresAt, .english)) (Central European Time), and for \
            24 hours after you first sign in with it. Capital and small letters and the hyphens make no difference. \
            It is best to choose a password of your own once you have signed in. If this one has expired, we will gladly \
            send you a new one.
            """)
        text.paragraph(
            """
            If you had a password already, it stays valid until you sign in with the new one. If you did not expect \
            this message, there is nothing you need to do.
            """)
        text.paragraph("If you have any questions, simply reply to this e-mail or contact us.")
        text.paragraph("Kind regards")
        writeOffice(into: &text, phone: "Telephone", fax: "Fax")
    }

    private func writeAdmissions(into text: inout WrappedText, whole: String, until: String) {
        text.separate()
        for admission in admissions {
            let scope = if case .series = admission.scope { " (\(whole))" } else { "" }
            let end = admission.endsAt.flatMap(LocalTime.init).map {
                ", \(until) \(DateText.day($0.date, account.language))"
            }
            text.item("\(admission.title)\(scope)\(end ?? "")")
        }
    }

    private func writeOffice(into text: inout WrappedText, phone: String, fax: String) {
        let office = settings.office
        var lines = [officeName, office.street, office.city, office.note]
        if !office.phone.isEmpty { lines.append("\(phone): \(office.phone)") }
        if !office.fax.isEmpty { lines.append("\(fax): \(office.fax)") }
        if let email = office.email { lines.append(email.description) }
        lines.append(office.website)
        text.verbatim(lines.filter { !$0.isEmpty })
    }
}

extension EmailAddress {
    /// For the value of a query parameter (RFC 3986): everything but unreserved octets escaped.
    fileprivate var queryEscaped: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var escaped: [UInt8] = []
        for byte in description.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: escaped.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "@"):
                escaped.append(byte)
            default: escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
