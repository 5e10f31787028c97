import Catalogue
import Letters
import Nachlese

extension Page {
    /// A page about something that did not work: what happened, what to do, and whom to ask.
    ///
    /// - Parameters:
    ///   - text: what happened, and what helps.
    ///   - details: what is to be known besides.
    ///   - ways: links that lead on, before the one to the overview.
    ///   - subject: what a mail to the office is about.
    ///   - visit: who reads it.
    /// - Returns: the page.
    static func failure(
        _ text: Texts.Failures.Text, details: HTML? = nil, ways: [HTML] = [], subject: String? = nil,
        for visit: Visit
    ) -> Page {
        let texts = visit.texts.failures
        let overview: HTML = "<a href=\"\(visit.href(.start))\">\(texts.overview)</a>"
        let steps = text.advice.map { HTML(text: $0) } + ways + [overview]
        return Page(
            title: text.title, subject: subject, hasAddress: false,
            content: """
                <div class="narrow failure">
                <h1>\(text.title)</h1>
                <p class="lead">\(text.text)</p>
                \(details)\
                <h2>\(texts.whatToDo)</h2>
                <ul>
                \(steps.map { "<li>\($0)</li>\n" as HTML })</ul>
                \(office(subject: subject, visit))\
                </div>

                """)
    }

    /// Whom to ask when nothing else helps.
    private static func office(subject: String?, _ visit: Visit) -> HTML {
        let texts = visit.texts.failures
        let phone = visit.settings.office.phone
        return """
            <section class="panel">
            <h2>\(texts.whomToAsk)</h2>
            <p>\(ContactBox.writeLink(visit.texts.modules.writeToUs, subject: subject, visit))\
            \(" \(texts.orCall(phone))", if: !phone.isEmpty). \(texts.contactBelow)</p>
            </section>

            """
    }

    /// Somebody is signed in and asked for what their account does not cover; `covered` is what it does cover.
    static func notAdmitted(to module: ModuleHeading, covered: [ModuleHeading], for visit: Visit) -> Page {
        let texts = visit.texts.failures
        let title = visit.texts.modules.title
        let items = covered.map { module -> HTML in
            "<li><a href=\"\(visit.href(.module(module.slug)))\">\(ModuleTitle.html(module, visit))</a></li>\n"
        }
        let asked = title(module.number, module.title)
        return failure(
            texts.notAdmitted(asked),
            details: """
                \("<p>\(texts.coversNothing)</p>\n", if: items.isEmpty)\
                \("<p>\(texts.covers)</p>\n<ul>\n\(items)</ul>\n", if: !items.isEmpty)
                """,
            ways: [accessLink(texts.askForAccess, module: module.slug, visit)],
            subject: asked, for: visit)
    }

    /// It was here once; `module` is the page that it was on, where that is there still.
    static func withdrawn(from module: Slug?, for visit: Visit) -> Page {
        let texts = visit.texts.failures
        let rest = module.map { "<a href=\"\(visit.href(.module($0)))\">\(texts.restOfModule)</a>" as HTML }
        return failure(texts.withdrawn, ways: [rest].compactMap { $0 }, for: visit)
    }

    /// The fault is ours; the number stands in the log, too.
    static func broken(_ text: Texts.Failures.Text, incident: String, for visit: Visit) -> Page {
        let number = "\(visit.texts.failures.incident) \(incident)"
        return failure(
            text,
            details: """
                <p class="incident">\(visit.texts.failures.incident): <strong>\(incident)</strong></p>

                """,
            subject: number, for: visit)
    }
}
