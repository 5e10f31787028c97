import Codecs
import Letters
import Members
import Nachlese

/// The content of a page, before the frame that all pages share is put around it.
struct Page {
    /// The heading of level 1, and the first part of the document's title.
    let title: String
    /// Whether a trail tells where the page stands below the start page.
    var hasTrail = false
    /// What lies between the start page and this one.
    var trail: [(name: HTML, route: Route)] = []
    /// The title as the trail shows it, where parts of it are in another language.
    var trailTitle: HTML?
    /// Part of the document's title behind the page's own, such as the series.
    var context: String?
    /// Whether the title begins by saying that something is wrong with what was sent.
    var hasErrors = false
    /// What the link to the other language must not lose.
    var keep: [(name: String, value: String)] = []
    /// The page is about this, and a mail to the office from here as well.
    var subject: String?
    /// Where the page is at home; nil: it is not for search engines.
    var home: Link?
    /// Whether it is a report, not a list or a form.
    var isArticle = false
    /// Whether its address is worth noting on paper, and coming back to.
    var hasAddress = true
    /// A description for search engines.
    var summary: String?
    /// What the main part holds, its heading included.
    let content: HTML
}

extension Page {
    /// The whole document, with the frame that all pages share around the content.
    func document(for context: PageContext) -> HTML {
        PageFrame.document(self, for: context)
    }
}

/// The frame around every page.
private enum PageFrame {
    static func document(_ page: Page, for context: PageContext) -> HTML {
        let texts = context.layoutTexts
        let name = context.settings.serviceName
        let prefix = page.hasErrors ? texts.errorPrefix : ""
        let title = ([prefix + page.title] + [page.context, name].compactMap { $0 }.filter { $0 != page.title })
            .joined(separator: " – ")
        return """
            <!doctype html>
            <html lang="\(context.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(PageLinks.html(page, context))\
            <link rel="icon" href="\(context.assets.icon)" type="image/svg+xml">
            <link rel="stylesheet" href="\(context.assets.styleSheet)">
            <script src="\(context.assets.script)" defer></script>
            </head>
            <body>
            <a class="skip" href="#page_content">\(texts.skip)</a>
            \(header(page, context))
            \(trail(page, context))<main id="page_content" tabindex="-1">
            \(HTML.gap(.notice))\
            \(page.content)</main>
            \(footer(page, context))
            </body>
            </html>

            """
    }

    private static func header(_ page: Page, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        return """
            <header class="site">
            <div class="bar">
            <p class="brand"><a href="\(context.href(.start))"><img src="\(context.assets.icon)" alt="" width="32" \
            height="32"><span>\(context.settings.serviceName)</span></a></p>
            <nav aria-label="\(texts.mainMenu)">
            <ul>
            \(context.isMember ? member(context) : guest(page, context))\
            <li>\(otherLanguage(page, context))</li>
            </ul>
            </nav>
            </div>
            </header>
            """
    }

    /// From a series or a module it goes back there; from anywhere else to what is open to the person.
    private static func guest(_ page: Page, _ context: PageContext) -> HTML {
        var link = Link(.login)
        switch page.hasAddress ? context.place : nil {
        case .series(let slug): link.add("next", ReturnTarget.series(slug).parameter)
        case .module(let slug): link.add("next", ReturnTarget.module(slug, file: nil).parameter)
        default: break
        }
        return "<li><a href=\"\(context.href(link))\">\(context.layoutTexts.signIn)</a></li>\n"
    }

    private static func member(_ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        return """
            <li><a href="\(context.href(.account))"><span class="unseen">\(texts.signedInAs) </span>\(HTML.gap(.accountName))</a></li>
            <li><form method="post" action="\(context.href(.logout))">\(HTML.gap(.formToken))\
            <button class="plain">\(texts.signOut)</button></form></li>

            """
    }

    /// A reference of a query alone, so that it keeps the page whatever the page is.
    private static func otherLanguage(_ page: Page, _ context: PageContext) -> HTML {
        let other = context.layoutTexts.otherLanguage
        let query = Link(.start, [("lang", other.tag.rawValue)] + page.keep).text.utf8.dropFirst()
        return """
            <a href="\(String(decoding: query, as: UTF8.self))" lang="\(other.tag.rawValue)" \
            hreflang="\(other.tag.rawValue)">\(other.name)</a>
            """
    }

    private static func trail(_ page: Page, _ context: PageContext) -> HTML {
        guard page.hasTrail else { return .empty }
        let steps = page.trail.map { "<li><a href=\"\(context.href($0.route))\">\($0.name)</a></li>\n" as HTML }
        return """
            <nav class="trail" aria-label="\(context.layoutTexts.youAreHere)">
            <ol>
            <li><a href="\(context.href(.start))">\(context.layoutTexts.overview)</a></li>
            \(steps)<li><span aria-current="page">\(page.trailTitle ?? HTML(text: page.title))</span></li>
            </ol>
            </nav>

            """
    }

    private static func footer(_ page: Page, _ context: PageContext) -> HTML {
        """
        <footer class="site" id="page_contact">
        \(ContactBox.html(subject: page.subject, context))\
        \(FooterLinks.html(page, context))\(page.hasAddress ? printed(context) : nil)</footer>
        """
    }

    /// Where and when a page was printed: to be seen on paper only.
    private static func printed(_ context: PageContext) -> HTML? {
        guard let place = context.place, let time = LocalTime(context.now) else { return nil }
        let address = context.settings.baseURL.description + place.path
        return """
            <p class="printed">\(context.layoutTexts.printed(address, DateText.day(time.date, context.language)))</p>

            """
    }
}

/// What the head of a page tells machines: where the page is at home, its other language, what it is about; or that it
/// is not for search engines.
enum PageLinks {
    static func html(_ page: Page, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        let feed = PageLinks.path(Link(.feed), context.language)
        return """
            \(description(page).map { "<meta name=\"description\" content=\"\($0)\">\n" as HTML })\
            \(page.home.map { home(of: page, at: $0, context) } ?? unindexed)\
            <link rel="alternate" type="application/atom+xml" title="\(texts.feed)" href="\(feed)">

            """
    }

    /// Members' pages, forms, and what is not there: nothing for a search.
    private static let unindexed: HTML = "<meta name=\"robots\" content=\"noindex\">\n"

    private static func home(of page: Page, at address: Link, _ context: PageContext) -> HTML {
        let base = "\(context.settings.baseURL)"
        let own = base + path(address, context.language)
        let versions = Language.allCases.map { language -> HTML in
            "<link rel=\"alternate\" hreflang=\"\(language.rawValue)\" href=\"\(base + path(address, language))\">\n"
        }
        return """
            <link rel="canonical" href="\(own)">
            \(versions)\
            <link rel="alternate" hreflang="x-default" href="\(base + address.text)">
            <meta property="og:type" content="\(page.isArticle ? "article" : "website")">
            <meta property="og:title" content="\(page.title)">
            \(description(page).map { "<meta property=\"og:description\" content=\"\($0)\">\n" as HTML })\
            <meta property="og:url" content="\(own)">
            <meta property="og:site_name" content="\(context.settings.serviceName)">
            <meta property="og:locale" content="\(context.layoutTexts.locale)">

            """
    }

    private static func description(_ page: Page) -> String? {
        guard let summary = page.summary, !summary.isEmpty else { return nil }
        return ObfuscatedEmail.withoutAddresses(summary)
    }

    /// The address of a page in a language: without a choice it is German for whoever asks for no other.
    static func path(_ link: Link, _ language: Language) -> String {
        guard language != .german else { return link.text }
        var link = link
        link.add("lang", language.rawValue)
        return link.text
    }
}

/// The links to imprint, privacy, accessibility and contact, and the ways to report a barrier: at the foot of every
/// page, in the same order.
enum FooterLinks {
    static func html(_ page: Page, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        let links = OfficePageName.Kind.allCases.map { kind -> HTML in
            let isHere = page.home?.route == .officePage(kind)
            return """
                <li><a href="\(context.href(.officePage(kind)))"\(" aria-current=\"page\"", if: isHere)>\
                \(texts.officePageTitle(kind))</a></li>

                """
        }
        return """
            <nav aria-label="\(texts.officePageMenu)">
            <ul>
            \(links)\(barrier(page, context))</ul>
            </nav>

            """
    }

    /// By mail, and without a mail program.
    private static func barrier(_ page: Page, _ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        let section = Link(.officePage(.accessibility), fragment: FooterLinks.barrierSection)
        let other: HTML = "<li><a href=\"\(context.href(section))\">\(texts.reportOtherwise)</a></li>\n"
        guard let email = context.settings.office.email else { return other }
        let href = ObfuscatedEmail.href(email, subject: texts.barrierSubject(page.title))
        return "<li><a href=\"\(href)\">\(texts.reportByMail)</a></li>\n\(other)"
    }

    /// Where the accessibility page tells how to report a barrier.
    static let barrierSection = "report_barrier"
}
