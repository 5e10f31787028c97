import Catalogue

extension Page {
    static func module(_ view: ModuleView, for visit: Visit) -> Page {
        let texts = visit.texts.modules
        let module = view.module
        let title = texts.title(module.number, module.title)
        return Page(
            title: title, hasTrail: true,
            trail: [
                (Foreign.text(view.series.title, in: view.series.language, visit), .series(view.series.slug))
            ],
            trailTitle: ModuleTitle.html(module, visit),
            context: view.series.title, keep: view.asked.map { [("file", $0.rawValue)] } ?? [], subject: title,
            home: Link(.module(module.slug)), isArticle: true, summary: view.summary,
            content: """
                <article>
                \(head(view, title, visit))\
                <div class="report"\(Foreign.attribute(module.language, visit), if: !view.report.isEmpty)>
                \(view.report.html)\
                \("<p class=\"empty\">\(texts.noReport)</p>\n", if: view.report.isEmpty)\
                </div>
                \(presentations(view, visit))\
                </article>
                \(neighbours(view, visit))
                """)
    }

    private static func head(_ view: ModuleView, _ title: String, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        return """
            <header>
            <p class="kicker">\(Foreign.text(view.series.title, in: view.series.language, visit))</p>
            <h1>\(ModuleTitle.html(view.module, visit))</h1>
            <p class="meta">\(ModuleDate.html(view.module, visit))</p>
            <p class="jump"><a href="#list_presentations">\(Icons.down) \(texts.count(view.presentations.count))</a> \
            <button type="button" class="plain copy" data-done="\(texts.copied)" data-told="copy_told" hidden>\
            \(texts.copy)</button> <span id="copy_told" role="status"></span></p>
            </header>

            """
    }

    private static func presentations(_ view: ModuleView, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        let rows = view.presentations.map { presentation in
            PresentationRow(
                presentation: presentation, module: view.module.slug, access: view.access(to: presentation, visit),
                isAsked: presentation.slug == view.asked
            ).html(visit)
        }
        return """
            <section class="presentations" aria-labelledby="list_presentations">
            <h2 id="list_presentations">\(texts.presentations)</h2>
            \("<ul class=\"files\">\n\(rows)</ul>\n", if: !rows.isEmpty)\
            \("<p class=\"empty\">\(texts.noPresentations)</p>\n", if: rows.isEmpty)\
            \(invitation(view, visit), if: view.hasLocked)\
            </section>

            """
    }

    /// What to do about locked presentations: sign in, or ask the office.
    private static func invitation(_ view: ModuleView, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        guard !visit.isMember else {
            return """
                <div class="panel">
                <h3>\(texts.notAdmittedHeading)</h3>
                <p>\(texts.notAdmittedText)</p>
                \(Doors.list(view.module.slug, visit))\
                </div>

                """
        }
        let here = Destination.module(view.module.slug, file: view.asked)
        return """
            <div class="panel">
            <h3>\(texts.getHeading)</h3>
            <p>\(texts.getText)</p>
            <p><a class="button" href="\(visit.href(Link(.login, [("next", here.parameter)])))">\(texts.getButton)</a></p>
            <p class="aside">\(texts.noPassword) \(forgottenLink(next: here, visit)).</p>
            <h3>\(texts.doorsHeading)</h3>
            \(Doors.list(view.module.slug, visit))\
            </div>

            """
    }

    private static func neighbours(_ view: ModuleView, _ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        func link(_ module: ModuleHeading?, _ direction: String, _ words: String) -> HTML? {
            module.map { module in
                """
                <li class="\(direction)"><a href="\(visit.href(.module(module.slug)))" rel="\(direction)">\
                <span class="direction">\(words)</span> <span class="name">\
                \(ModuleTitle.html(module, visit))</span></a></li>

                """
            }
        }
        guard view.previous != nil || view.next != nil else { return .empty }
        return """
            <nav class="neighbours" aria-label="\(texts.neighbours)">
            <ul>
            \(link(view.previous, "prev", texts.previous))\(link(view.next, "next", texts.next))</ul>
            </nav>

            """
    }
}
