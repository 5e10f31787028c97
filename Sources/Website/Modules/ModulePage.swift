import Catalogue

/// Everything that the page of a module shows.
struct ModuleView {
    let module: ModuleHeading
    let series: Series
    let report: RenderedReport
    /// A description for search engines.
    let summary: String
    /// In their order, without those that were withdrawn.
    let presentations: [Presentation]
    /// Whether the person who looks at it was admitted.
    let isAdmitted: Bool
    /// The one that the person came for.
    let asked: Slug?
    let previous: ModuleHeading?
    let next: ModuleHeading?

    func access(to presentation: Presentation, _ context: PageContext) -> PresentationRow.Access {
        if presentation.audience == .public || isAdmitted { return .granted }
        return context.isMember ? .notIncluded : .afterSigningIn
    }

    /// Whether some of it is closed to the person who looks at it.
    var hasLocked: Bool {
        !isAdmitted && presentations.contains { $0.audience == .admitted }
    }
}

extension Page {
    static func module(_ view: ModuleView, for context: PageContext) -> Page {
        let texts = context.moduleTexts
        let module = view.module
        let title = texts.title(module.number, module.title)
        return Page(
            title: title, hasTrail: true,
            trail: [
                (ForeignText.text(view.series.title, in: view.series.language, context), .series(view.series.slug))
            ],
            trailTitle: ModuleTitle.html(module, context),
            context: view.series.title, keep: view.asked.map { [("file", $0.rawValue)] } ?? [], subject: title,
            home: Link(.module(module.slug)), isArticle: true, summary: view.summary,
            content: """
                <article>
                \(head(view, title, context))\
                <div class="report"\(ForeignText.attribute(module.language, context), if: !view.report.isEmpty)>
                \(view.report.html)\
                \("<p class=\"empty\">\(texts.noReport)</p>\n", if: view.report.isEmpty)\
                </div>
                \(presentations(view, context))\
                </article>
                \(neighbours(view, context))
                """)
    }

    private static func head(_ view: ModuleView, _ title: String, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        return """
            <header>
            <p class="kicker">\(ForeignText.text(view.series.title, in: view.series.language, context))</p>
            <h1>\(ModuleTitle.html(view.module, context))</h1>
            <p class="meta">\(ModuleDate.html(view.module, context))</p>
            <p class="jump"><a href="#list_presentations">\(Icons.down) \(texts.count(view.presentations.count))</a> \
            <button type="button" class="plain copy" data-done="\(texts.copied)" data-told="copy_told" hidden>\
            \(texts.copy)</button> <span id="copy_told" role="status"></span></p>
            </header>

            """
    }

    private static func presentations(_ view: ModuleView, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        let rows = view.presentations.map { presentation in
            PresentationRow(
                presentation: presentation, module: view.module.slug, access: view.access(to: presentation, context),
                isAsked: presentation.slug == view.asked
            ).html(context)
        }
        return """
            <section class="presentations" aria-labelledby="list_presentations">
            <h2 id="list_presentations">\(texts.presentations)</h2>
            \("<ul class=\"files\">\n\(rows)</ul>\n", if: !rows.isEmpty)\
            \("<p class=\"empty\">\(texts.noPresentations)</p>\n", if: rows.isEmpty)\
            \(invitation(view, context), if: view.hasLocked)\
            </section>

            """
    }

    /// What to do about locked presentations: sign in, or ask the office.
    private static func invitation(_ view: ModuleView, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        guard !context.isMember else {
            return """
                <div class="panel">
                <h3>\(texts.notAdmittedHeading)</h3>
                <p>\(texts.notAdmittedText)</p>
                \(AccessLinks.doors(view.module.slug, context))\
                </div>

                """
        }
        let here = ReturnTarget.module(view.module.slug, file: view.asked)
        return """
            <div class="panel">
            <h3>\(texts.getHeading)</h3>
            <p>\(texts.getText)</p>
            <p><a class="button" href="\(context.href(Link(.login, [("next", here.parameter)])))">\(texts.getButton)</a></p>
            <p class="aside">\(texts.noPassword) \(AccessLinks.credentials(next: here, context)).</p>
            <h3>\(context.layoutTexts.doorsHeading)</h3>
            \(AccessLinks.doors(view.module.slug, context))\
            </div>

            """
    }

    private static func neighbours(_ view: ModuleView, _ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        func link(_ module: ModuleHeading?, _ direction: String, _ words: String) -> HTML? {
            module.map { module in
                """
                <li class="\(direction)"><a href="\(context.href(.module(module.slug)))" rel="\(direction)">\
                <span class="direction">\(words)</span> <span class="name">\
                \(ModuleTitle.html(module, context))</span></a></li>

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
