import Codecs
import Members
import Nachlese

/// The frame around every page.
enum Layout {
    static func document(_ page: Page, for visit: Visit) -> HTML {
        let texts = visit.texts.layout
        let name = visit.settings.serviceName
        let prefix = page.hasErrors ? texts.errorPrefix : ""
        let title = ([prefix + page.title] + [page.context, name].compactMap { $0 }.filter { $0 != page.title })
            .joined(separator: " – ")
        return """
            <!doctype html>
            <html lang="\(visit.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(HeadLinks.html(page, visit))\
            <link rel="icon" href="\(visit.assets.icon)" type="image/svg+xml">
            <link rel="stylesheet" href="\(visit.assets.styleSheet)">
            <script src="\(visit.assets.script)" defer></script>
            </head>
            <body>
            <a class="skip" href="#page_content">\(texts.skip)</a>
            \(header(page, visit))
            \(trail(page, visit))<main id="page_content" tabindex="-1">
            \(HTML.gap(.notice))\
            \(page.content)</main>
            \(footer(page, visit))
            </body>
            </html>

            """
    }

    private static func header(_ page: Page, _ visit: Visit) -> HTML {
        let texts = visit.texts.layout
        return """
            <header class="site">
            <div class="bar">
            <p class="brand"><a href="\(visit.href(.start))"><img src="\(visit.assets.icon)" alt="" width="32" \
            height="32"><span>\(visit.settings.serviceName)</span></a></p>
            <nav aria-label="\(texts.mainMenu)">
            <ul>
            \(visit.isMember ? member(visit) : guest(page, visit))\
            <li>\(otherLanguage(page, visit))</li>
            </ul>
            </nav>
            </div>
            </header>
            """
    }

    /// From a series or a module it goes back there; from anywhere else to what is open to the person.
    private static func guest(_ page: Page, _ visit: Visit) -> HTML {
        var link = Link(.login)
        switch page.hasAddress ? visit.place : nil {
        case .series(let slug): link.add("next", Destination.series(slug).parameter)
        case .module(let slug): link.add("next", Destination.module(slug, file: nil).parameter)
        default: break
        }
        return "<li><a href=\"\(visit.href(link))\">\(visit.texts.layout.signIn)</a></li>\n"
    }

    private static func member(_ visit: Visit) -> HTML {
        let texts = visit.texts.layout
        return """
            <li><a href="\(visit.href(.account))"><span class="unseen">\(texts.signedInAs) </span>\(HTML.gap(.accountName))</a></li>
            <li><form method="post" action="\(visit.href(.logout))">\(HTML.gap(.formToken))\
            <button class="plain">\(texts.signOut)</button></form></li>

            """
    }

    /// A reference of a query alone, so that it keeps the page whatever the page is.
    private static func otherLanguage(_ page: Page, _ visit: Visit) -> HTML {
        let other = visit.texts.layout.otherLanguage
        let query = Link(.start, [("lang", other.tag.rawValue)] + page.keep).text.utf8.dropFirst()
        return """
            <a href="\(String(decoding: query, as: UTF8.self))" lang="\(other.tag.rawValue)" \
            hreflang="\(other.tag.rawValue)">\(other.name)</a>
            """
    }

    private static func trail(_ page: Page, _ visit: Visit) -> HTML {
        guard page.hasTrail else { return .empty }
        let steps = page.trail.map { "<li><a href=\"\(visit.href($0.route))\">\($0.name)</a></li>\n" as HTML }
        return """
            <nav class="trail" aria-label="\(visit.texts.layout.youAreHere)">
            <ol>
            <li><a href="\(visit.href(.start))">\(visit.texts.layout.overview)</a></li>
            \(steps)<li><span aria-current="page">\(page.trailTitle ?? HTML(text: page.title))</span></li>
            </ol>
            </nav>

            """
    }

    private static func footer(_ page: Page, _ visit: Visit) -> HTML {
        """
        <footer class="site" id="page_contact">
        \(ContactBox.html(subject: page.subject, visit))\
        \(FooterLinks.html(page, visit))\(page.hasAddress ? printed(visit) : nil)</footer>
        """
    }

    /// Where and when a page was printed: to be seen on paper only.
    private static func printed(_ visit: Visit) -> HTML? {
        guard let place = visit.place, let time = LocalTime(visit.now) else { return nil }
        let address = visit.settings.baseURL.description + place.path
        return """
            <p class="printed">\(visit.texts.layout.printed(address, DateText.day(time.date, visit.language)))</p>

            """
    }
}
