internal import Mail

/// The office as it names itself under a letter: who it is, where it is, how it is reached.
enum OfficeLines {
    /// At least one line: the office, or the service in its place, and an address of the web.
    static func of(_ settings: Settings, _ language: Language) -> [LetterBody.Line] {
        let office = settings.office
        let (phone, fax) = language == .german ? ("Telefon", "Fax") : ("Telephone", "Fax")
        var lines: [[LetterBody.Span]] = []
        func add(_ text: String, label: String? = nil) {
            let text = LetterValues.cleaned(text)
            if !text.isEmpty { lines.append([LetterBody.Span(label.map { "\($0): \(text)" } ?? text)]) }
        }
        add(office.name.isEmpty ? settings.serviceName : office.name)
        add(office.street)
        add(office.city)
        add(office.note)
        add(office.phone, label: phone)
        add(office.fax, label: fax)
        if let email = office.email { lines.append([.mail(email)]) }
        lines.append([.link(office.website.isEmpty ? "\(settings.baseURL)" : office.website)])
        return lines.map { .office($0) }
    }
}
