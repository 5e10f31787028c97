internal import Nachlese

extension Page {
    /// A page about something that did not work: heading, explanation, and details below them if there are any.
    static func failure(
        _ text: Texts.Failures.Text, details: HTML? = nil, subject: String? = nil, for visit: Visit
    ) -> Page {
        Page(
            title: text.title, subject: subject,
            content: """
                <div class="narrow">
                <h1>\(text.title)</h1>
                <p class="lead">\(text.text)</p>
                \(details)\
                <p><a href="\(visit.href(.start))">\(visit.texts.failures.overview)</a></p>
                </div>

                """)
    }

    /// Somebody is signed in and asked for what their account does not cover; `covered` is what it does cover.
    static func notAdmitted(to module: Module, covered: [Module], for visit: Visit) -> Page {
        let texts = visit.texts.failures
        let title = visit.texts.modules.title
        let subject = title(module.number, module.title)
        let items = covered.map { module -> HTML in
            "<li><a href=\"\(visit.href(.module(module.slug)))\">\(title(module.number, module.title))</a></li>\n"
        }
        return failure(
            texts.notAdmitted,
            details: """
                \("<p>\(texts.coversNothing)</p>\n", if: items.isEmpty)\
                \("<p>\(texts.covers)</p>\n<ul>\n\(items)</ul>\n", if: !items.isEmpty)\
                <p>\(accessLink(texts.askForAccess, module: module.slug, visit))</p>

                """, subject: subject, for: visit)
    }

    /// The fault is ours; the number stands in the log, too.
    static func broken(incident: String, for visit: Visit) -> Page {
        let texts = visit.texts.failures
        return failure(
            texts.broken, details: "<p class=\"incident\">\(texts.incident): <strong>\(incident)</strong></p>\n",
            for: visit)
    }
}
