import Codecs
import Letters
import Mail
import Nachlese

/// The office: at the same place on every page, every part readable without a script.
enum ContactBox {
    /// The box; `subject` is what the page is about, for the subject of a mail.
    static func html(subject: String?, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        let office = context.settings.office
        guard office != Office() else {
            return "<section class=\"contact\" aria-labelledby=\"contact_heading\">\n"
                + "<h2 id=\"contact_heading\">\(texts.contact)</h2>\n<p>\(texts.contactUnknown)</p>\n</section>\n"
        }
        return """
            <section class="contact" aria-labelledby="contact_heading">
            <div>
            <h2 id="contact_heading">\(texts.contact)</h2>
            <p>\(texts.contactInvitation)</p>
            </div>
            \(details(subject: subject, context))\
            </section>

            """
    }

    /// Who the office is and how it is reached; `subject` as in the box.
    static func details(subject: String?, _ context: PageContext) -> HTML {
        let office = context.settings.office
        let address = [office.name, office.street, office.city].filter { !$0.isEmpty }
            .map { HTML(text: $0) }.joined(by: "<br>\n")
        let rows = rows(subject: subject, context)
        return """
            <address\(ForeignText.attribute(.german, context))>
            \("<p>\(address)</p>\n", if: !address.isEmpty)\
            \("<p class=\"note\">\(ObfuscatedEmail.prose(office.note))</p>\n", if: !office.note.isEmpty)\
            </address>
            \("<dl class=\"ways\">\n\(rows)</dl>\n", if: !rows.isEmpty)

            """
    }

    /// The telephone number, to be dialled; nil where none is set.
    static func phone(_ context: PageContext) -> HTML? {
        let number = context.settings.office.phone
        return number.isEmpty ? nil : "<a href=\"tel:\(dialled(number))\">\(number)</a>"
    }

    private static func rows(subject: String?, _ context: PageContext) -> [HTML] {
        let texts = context.layoutTexts
        let office = context.settings.office
        var rows: [HTML] = []
        if let phone = phone(context) { rows.append(row(texts.phone, phone)) }
        if !office.fax.isEmpty { rows.append(row(texts.fax, HTML(text: office.fax))) }
        if let email = office.email {
            rows.append(
                row(
                    texts.email,
                    "<a href=\"\(mailto(email, subject, context))\">\(ObfuscatedEmail.text(email))</a>"))
        }
        if !office.website.isEmpty {
            rows.append(row(texts.website, "<a href=\"\(office.website)\">\(shown(office.website))</a>"))
        }
        return rows
    }

    private static func row(_ name: String, _ value: HTML) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }

    /// A link that begins a mail to the office about access; to the contact box where no address is set.
    static func writeLink(_ words: String, subject: String?, _ context: PageContext) -> HTML {
        guard let email = context.settings.office.email else { return "<a href=\"#page_contact\">\(words)</a>" }
        return "<a href=\"\(mailto(email, subject, context))\">\(words)</a>"
    }

    private static func mailto(_ email: EmailAddress, _ subject: String?, _ context: PageContext) -> HTML {
        ObfuscatedEmail.href(email, subject: context.layoutTexts.accessSubject(subject))
    }

    /// The digits of a telephone number, with the plus in front where there is one (RFC 3966).
    private static func dialled(_ phone: String) -> String {
        var digits: [UInt8] = []
        for byte in phone.utf8 {
            let isPlus = byte == UInt8(ascii: "+") && digits.isEmpty
            if isPlus || ASCII.isDigit(byte) { digits.append(byte) }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// An address without its scheme and without a slash at its end.
    private static func shown(_ website: String) -> String {
        var bytes = Substring(website).utf8
        for scheme in ["https://", "http://"] where bytes.starts(with: scheme.utf8) {
            bytes = bytes.dropFirst(scheme.utf8.count)
        }
        if bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
