import Letters
import Nachlese

/// The links to imprint, privacy, accessibility and contact, and the ways to report a barrier: at the foot of every
/// page, in the same order.
enum FooterLinks {
    static func html(_ page: Page, _ visit: Visit) -> HTML {
        let texts = visit.texts.officePages
        let links = OfficePageName.Kind.allCases.map { kind -> HTML in
            let isHere = page.home?.route == .officePage(kind)
            return """
                <li><a href="\(visit.href(.officePage(kind)))"\(" aria-current=\"page\"", if: isHere)>\
                \(texts.title(kind))</a></li>

                """
        }
        return """
            <nav aria-label="\(texts.menu)">
            <ul>
            \(links)\(barrier(page, visit))</ul>
            </nav>

            """
    }

    /// By mail, and without a mail program.
    private static func barrier(_ page: Page, _ visit: Visit) -> HTML {
        let texts = visit.texts.officePages
        let section = Link(.officePage(.accessibility), fragment: FooterLinks.barrierSection)
        let other: HTML = "<li><a href=\"\(visit.href(section))\">\(texts.reportOtherwise)</a></li>\n"
        guard let email = visit.settings.office.email else { return other }
        let href = GuardedAddress.href(email, subject: texts.barrierSubject(page.title))
        return "<li><a href=\"\(href)\">\(texts.reportByMail)</a></li>\n\(other)"
    }

    /// Where the accessibility page tells how to report a barrier.
    static let barrierSection = "report_barrier"
}
