package import Codecs
package import Mail

/// Why a mail did not reach its reader, as far as people can do something about it.
///
/// Told from the codes of RFC 3463, as mail systems use them: Exchange Online has its own details of 5.1 and uses 5.4.1
/// for addresses that it does not know.
package enum DeliveryTrouble: CaseIterable, Sendable {
    case unknownMailbox
    case unknownDomain
    case malformedAddress
    case movedMailbox
    case disabledMailbox
    case fullMailbox
    case tooLarge
    case refusedSender
    case refusedByRule
    case refusedSignIn
    case internationalAddress
    case unreadable
    case loop
    case unreachable
    case busy
    /// Tried for as long as mail systems do.
    case expired
    /// Not taken, and nothing is known but that it will be tried again.
    case notYet
    /// Not taken for good, and nothing more is known.
    case refused
    /// The service that takes our mails over is out of reach or refuses all of them.
    case heldBack

    /// Reads a status.
    ///
    /// `isLasting`: whether the mail was given up, by whoever had it.
    package init(_ status: EnhancedStatusCode?, isLasting: Bool) {
        let general: DeliveryTrouble = !isLasting ? .notYet : status?.class == .transient ? .expired : .refused
        guard let status else {
            self = general
            return
        }
        self =
            switch (status.subject, status.detail) {
            case (1, 1), (1, 10): .unknownMailbox
            case (1, 2): .unknownDomain
            case (1, 3), (1, 4), (1, 5): .malformedAddress
            case (1, 6): .movedMailbox
            case (1, 7), (1, 8), (7, 20...29): .refusedSender
            case (2, 1): .disabledMailbox
            case (2, 2): .fullMailbox
            case (2, 3), (3, 4): .tooLarge
            case (3, _): .busy
            case (4, 1) where status.class == .permanent: .unknownMailbox
            case (4, 4), (4, 3): .unknownDomain
            case (4, 6), (4, 14): .loop
            case (4, 7): .expired
            case (4, _): .unreachable
            case (6, 7), (6, 9): .internationalAddress
            case (6, _): .unreadable
            case (7, 3), (7, 8), (7, 9), (7, 11): .refusedSignIn
            case (7, _) where status.class == .permanent: .refusedByRule
            default: general
            }
    }

    /// One sentence for the people who look after the participants.
    package func sentence(in language: Language) -> String {
        switch language {
        case .german: german
        case .english: english
        }
    }

    private var german: String {
        switch self {
        case .unknownMailbox: "Die Adresse gibt es dort nicht."
        case .unknownDomain: "Die Domain der Adresse gibt es nicht, oder sie nimmt keine E-Mails an."
        case .malformedAddress: "Die Schreibweise der Adresse ist ungültig."
        case .movedMailbox: "Das Postfach ist umgezogen, und die neue Adresse ist nicht bekannt."
        case .disabledMailbox: "Das Postfach ist stillgelegt."
        case .fullMailbox: "Das Postfach ist voll."
        case .tooLarge: "Die E-Mail ist dem Mailsystem der Adresse zu groß."
        case .refusedSender: "Das Mailsystem der Adresse nimmt von unserem Absender nichts an."
        case .refusedByRule: "Das Mailsystem der Adresse weist die E-Mail nach seinen Regeln ab, etwa als Werbung."
        case .refusedSignIn: "Unser Mailserver verlangt eine andere Anmeldung; die Einstellungen sind zu prüfen."
        case .internationalAddress: "Die Adresse enthält Zeichen, die auf dem Weg dorthin nicht befördert werden."
        case .unreadable: "Das Mailsystem der Adresse kann die Form der E-Mail nicht verarbeiten."
        case .loop: "Die Weiterleitung der Adresse führt im Kreis."
        case .unreachable: "Das Mailsystem der Adresse ist nicht erreichbar."
        case .busy: "Das Mailsystem der Adresse nimmt zurzeit keine E-Mails an."
        case .expired: "Alle Versuche blieben erfolglos; die E-Mail wurde aufgegeben."
        case .notYet: "Die E-Mail wurde noch nicht angenommen; weitere Versuche folgen."
        case .refused: "Die E-Mail wurde endgültig abgewiesen."
        case .heldBack: "Unser Mailserver nimmt zurzeit keine E-Mails an; weitere Versuche folgen."
        }
    }

    private var english: String {
        switch self {
        case .unknownMailbox: "The address does not exist there."
        case .unknownDomain: "The domain of the address does not exist, or takes no mail."
        case .malformedAddress: "The address is not written correctly."
        case .movedMailbox: "The mailbox has moved, and its new address is not known."
        case .disabledMailbox: "The mailbox is disabled."
        case .fullMailbox: "The mailbox is full."
        case .tooLarge: "The mail is too large for the mail system of the address."
        case .refusedSender: "The mail system of the address takes nothing from our sender."
        case .refusedByRule: "The mail system of the address refuses the mail by its rules, perhaps as advertising."
        case .refusedSignIn: "Our mail server wants another sign-in; the settings are to be checked."
        case .internationalAddress: "The address has characters that cannot be carried on the way there."
        case .unreadable: "The mail system of the address cannot process the form of the mail."
        case .loop: "The forwarding of the address leads in a circle."
        case .unreachable: "The mail system of the address cannot be reached."
        case .busy: "The mail system of the address takes no mail at present."
        case .expired: "All attempts failed; the mail was given up."
        case .notYet: "The mail was not taken yet; it is tried again."
        case .refused: "The mail was refused for good."
        case .heldBack: "Our mail server takes no mail at present; it is tried again."
        }
    }
}
