import Catalogue
import Codecs
import HTTP
import Letters
import Nachlese

/// Answers with the imprint, the privacy notice, the accessibility statement and the contact page.
struct OfficePageHandler {
    let reader: StoreReader
    let pages: PageCache
    let renderer: PageRenderer

    func page(_ kind: OfficePageName.Kind, _ request: RequestContext) throws -> SiteResponse {
        let context = renderer.context(request)
        let key = PageCache.Key(.officePage(kind), context.isMember ? .member : .guest, context)
        let entry = try pages.page(key) {
            let text = try OfficePage.find(kind, for: context.language, in: reader.database)
            return renderer.keptPage(.officePage(kind, text, for: context.impersonal), context)
        }
        return renderer.fill(entry, for: context)
    }
}

extension Page {
    /// Imprint, privacy, accessibility or contact; `text`: what the office wrote, in whichever language.
    static func officePage(_ kind: OfficePageName.Kind, _ text: OfficePage?, for context: PageContext) -> Page {
        let texts = context.officePageTexts
        let language = text.map { LanguageTag($0.name.language) } ?? LanguageTag(context.language)
        let read = text?.read()
        let title = read?.title ?? context.layoutTexts.officePageTitle(kind)
        let isForeign = !language.isRead(in: context.language)
        let day = text.flatMap { LocalTime($0.adoptedAt)?.date }
        return Page(
            title: context.layoutTexts.officePageTitle(kind), hasTrail: true,
            // What is still to be written is not for a search.
            home: text == nil ? nil : Link(.officePage(kind)),
            summary: read?.body.plainText(limit: 160),
            content: """
                <div class="narrow office">
                <h1\(ForeignText.attribute(language, context))>\(title)</h1>
                \("<p class=\"notice\">\(texts.onlyInOtherLanguage)</p>\n", if: isForeign)\
                \(read.map { body($0, of: kind, language, context) } ?? missing(kind, context))\
                \(day.map { "<p class=\"meta\">\(texts.changed) \(TimeElement.day($0, context))</p>\n" as HTML })\
                \(kind == .contact ? "\(ContactBox.details(subject: nil, context))" : HTML.empty)\
                \(kind == .accessibility ? barrier(context) : HTML.empty)\
                </div>

                """)
    }

    private static func body(
        _ text: (title: String?, body: ReportMarkup), of kind: OfficePageName.Kind, _ language: LanguageTag,
        _ context: PageContext
    ) -> HTML {
        let subject = context.layoutTexts.officePageTitle(kind)
        // A title of the text's own is the heading of the page.
        let level = text.title == nil ? 2 : 1
        return """
            <div class="report"\(ForeignText.attribute(language, context))>
            \(HTML(report: text.body, headings: level, subject: subject))\
            </div>

            """
    }

    /// What the settings know, where nothing is written.
    private static func missing(_ kind: OfficePageName.Kind, _ context: PageContext) -> HTML {
        let texts = context.officePageTexts
        switch kind {
        case .contact: return "<p class=\"lead\">\(texts.contactLead)</p>\n"
        case .imprint:
            return "<p class=\"lead\">\(texts.imprintMissing)</p>\n\(ContactBox.details(subject: nil, context))"
        case .privacy, .accessibility: return "<p class=\"lead\">\(texts.missing)</p>\n"
        }
    }

    /// How a barrier is reported: by mail with one press, and without a mail program.
    private static func barrier(_ context: PageContext) -> HTML {
        let texts = context.officePageTexts
        let office = context.settings.office
        let mail = office.email.map { email -> HTML in
            let href = ObfuscatedEmail.href(email, subject: context.layoutTexts.barrierSubject(nil))
            return """
                <p><a class="button" href="\(href)">\(context.layoutTexts.reportByMail)</a></p>
                <p>\(texts.withoutMailProgram) \(ObfuscatedEmail.text(email))</p>

                """
        }
        let phone = ContactBox.phone(context).map { "<p>\(texts.byPhone) \($0)</p>\n" as HTML }
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
