import Catalogue
import Codecs
import Letters
import Nachlese

extension Page {
    /// Imprint, privacy, accessibility or contact; `text`: what the office wrote, in whichever language.
    static func officePage(_ kind: OfficePageName.Kind, _ text: OfficePage?, for visit: Visit) -> Page {
        let texts = visit.texts.officePages
        let language = text.map { LanguageTag($0.name.language) } ?? LanguageTag(visit.language)
        let read = text?.read()
        let title = read?.title ?? texts.title(kind)
        let isForeign = !language.isRead(in: visit.language)
        let day = text.flatMap { LocalTime($0.adoptedAt)?.date }
        return Page(
            title: texts.title(kind), hasTrail: true,
            // What is still to be written is not for a search.
            home: text == nil ? nil : Link(.officePage(kind)),
            summary: read?.body.plainText(limit: 160),
            content: """
                <div class="narrow office">
                <h1\(Foreign.attribute(language, visit))>\(title)</h1>
                \("<p class=\"notice\">\(texts.onlyInOtherLanguage)</p>\n", if: isForeign)\
                \(read.map { body($0, of: kind, language, visit) } ?? missing(kind, visit))\
                \(day.map { "<p class=\"meta\">\(texts.changed) \(ModuleDate.day($0, visit))</p>\n" as HTML })\
                \(kind == .contact ? "\(ContactBox.details(subject: nil, visit))" : HTML.empty)\
                \(kind == .accessibility ? barrier(visit) : HTML.empty)\
                </div>

                """)
    }

    private static func body(
        _ text: (title: String?, body: ReportMarkup), of kind: OfficePageName.Kind, _ language: LanguageTag,
        _ visit: Visit
    ) -> HTML {
        let subject = visit.texts.officePages.title(kind)
        // A title of the text's own is the heading of the page.
        let level = text.title == nil ? 2 : 1
        return """
            <div class="report"\(Foreign.attribute(language, visit))>
            \(HTML(report: text.body, headings: level, subject: subject))\
            </div>

            """
    }

    /// What the settings know, where nothing is written.
    private static func missing(_ kind: OfficePageName.Kind, _ visit: Visit) -> HTML {
        let texts = visit.texts.officePages
        switch kind {
        case .contact: return "<p class=\"lead\">\(texts.contactLead)</p>\n"
        case .imprint:
            return "<p class=\"lead\">\(texts.imprintMissing)</p>\n\(ContactBox.details(subject: nil, visit))"
        case .privacy, .accessibility: return "<p class=\"lead\">\(texts.missing)</p>\n"
        }
    }

    /// How a barrier is reported: by mail with one press, and without a mail program.
    private static func barrier(_ visit: Visit) -> HTML {
        let texts = visit.texts.officePages
        let office = visit.settings.office
        let mail = office.email.map { email -> HTML in
            let href = GuardedAddress.href(email, subject: texts.barrierSubject(nil))
            return """
                <p><a class="button" href="\(href)">\(texts.reportByMail)</a></p>
                <p>\(texts.withoutMailProgram) \(GuardedAddress.text(email))</p>

                """
        }
        let phone = ContactBox.phone(visit).map { "<p>\(texts.byPhone) \($0)</p>\n" as HTML }
        let lines = [office.name, office.street, office.city].filter { !$0.isEmpty }
        let post: HTML = "<p>\(texts.byPost) \(lines.joined(separator: ", "))</p>\n"
        return """
            <section id="\(FooterLinks.barrierSection)" class="panel">
            <h2>\(texts.reportHeading)</h2>
            <p>\(texts.reportText)</p>
            \(mail)\(phone)\(post, if: !lines.isEmpty)\
            </section>

            """
    }
}
