import Codecs

/// The office as it names itself under a letter: who it is, where it is, how it is reached, and where its imprint and
/// the other pages are that the law asks for.
enum OfficeLines {
    /// At least one line: the office, or the service in its place, and an address of the web.
    static func of(_ head: Letterhead, _ language: Language) -> [LetterBody.Line] {
        let office = head.office
        let (phone, mail, site) =
            language == .german ? ("Telefon", "E-Mail", "Internet") : ("Telephone", "E-mail", "Web site")
        var lines: [[LetterBody.Span]] = []
        func add(_ text: String, label: String? = nil) {
            let text = LetterValues.cleaned(text)
            if !text.isEmpty { lines.append([LetterBody.Span(label.map { "\($0): \(text)" } ?? text)]) }
        }
        add(head.name)
        add(office.street)
        add(office.city)
        add(office.note)
        add(office.phone, label: phone)
        add(office.fax, label: "Fax")
        if let email = office.email { lines.append([LetterBody.Span("\(mail): "), .mail(email)]) }
        let website = office.website.isEmpty ? head.site : office.website
        lines.append([LetterBody.Span("\(site): "), .link(website)])
        for page in OfficePageName.Kind.allCases {
            let name = LetterBody.Span("\(page.name(in: language)): ")
            lines.append([name, .link("\(head.site)/\(page.rawValue)")])
        }
        return lines.map { .office($0) }
    }
}
