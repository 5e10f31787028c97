internal import Mail
internal import SQLite
internal import Secrets

extension LetterValues {
    /// What a letter to an account says.
    init(
        _ letter: Letter, account: Account, recipient: EmailAddress, settings: Settings, now: Timestamp,
        in database: Database
    ) throws {
        let language = account.language
        self.init(name: account.name, settings: settings, language: language)
        set(.time, LetterValues.moment(now, language))
        let page = "\(settings.baseURL)/login"
        switch letter {
        case .credentials(let password, let end), .newCredentials(let password, let end):
            let openings = try Opening.all(of: account.id, language: language, now: now, in: database)
            set(.userName, account.email.description)
            set(.password, password.grouped.reveal())
            set(.validUntil, LetterValues.moment(end, language))
            set(.admissions, items: openings.map(\.line))
            set(.topic, openings.count == 1 ? openings[0].title : settings.serviceName)
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        case .passwordChanged:
            set(.userName, account.email.description)
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        case .addressChanged(let old, let new):
            // Whoever reads the one mailbox need not learn the other address: the person knows both.
            set(.oldAddress, old == recipient ? old.description : old.shortened)
            set(.newAddress, new == recipient ? new.description : new.shortened)
            set(.signInPage, link: page)
        case .accessRevoked:
            set(.userName, account.email.description)
        case .admitted:
            let openings = try Opening.all(of: account.id, language: language, now: now, in: database)
            set(.userName, account.email.description)
            set(.admissions, items: openings.map(\.line))
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        }
    }

    /// What the mail with a code says.
    init(_ code: ConfirmationCode, until end: Timestamp, settings: Settings, language: Language, now: Timestamp) {
        self.init(name: "", settings: settings, language: language)
        set(.time, LetterValues.moment(now, language))
        set(.code, code.grouped.reveal())
        let choice = language == .german ? "" : "?lang=\(language.rawValue)"
        set(.codePage, link: "\(settings.baseURL)/access/confirm\(choice)")
        set(.validUntil, LetterValues.moment(end, language))
    }

    /// A moment with its weekday, in the time of Germany.
    static func moment(_ moment: Timestamp, _ language: Language) -> String {
        let text = DateText.dayAndTime(moment, language).withNumbersTied
        return language == .german ? text : "\(text) (German\u{A0}time)"
    }
}

extension EmailAddress {
    /// As much as reminds those who know it: `p…@example.org`.
    fileprivate var shortened: String {
        "\(String(decoding: localPart.utf8.prefix(1), as: UTF8.self))…@\(domain.text)"
    }
}

extension String {
    /// With no place for a line to end between a number and the word it belongs to.
    var withNumbersTied: String {
        let octets = Array(utf8)
        func isOfNumber(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) || octet == UInt8(ascii: ".") }
        var tied: [UInt8] = []
        for (index, octet) in octets.enumerated() {
            let isBetween = octet == UInt8(ascii: " ") && index > 0 && index + 1 < octets.count
            if isBetween, isOfNumber(octets[index - 1]), !isOfNumber(octets[index + 1]) {
                tied += "\u{A0}".utf8
            } else {
                tied.append(octet)
            }
        }
        return String(decoding: tied, as: UTF8.self)
    }
}
