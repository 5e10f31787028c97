import Catalogue
import Codecs
import HTTP
import Members
import Nachlese

/// A presentation in the list of its module.
struct PresentationRow {
    /// What the person who looks at it can do.
    enum Access {
        case granted
        case afterSigningIn
        case notIncluded
    }

    let presentation: Presentation
    let module: Slug
    let access: Access
    /// Whether the person came for this one.
    let isAsked: Bool

    func html(_ context: PageContext) -> HTML {
        let file = presentation.file
        let notes = notes(context)
        let isForeign = !presentation.language.isRead(in: context.language)
        let facts = [
            FileType.text(file.name), FileSize.text(file.content.size, context.language),
            isForeign ? LanguageName.text(presentation.language, context.language) : "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
        let title = ForeignText.text(presentation.title, in: presentation.language, context)
        return """
            <li id="\(presentation.slug.rawValue)"\(" class=\"asked\" aria-current=\"true\"", if: isAsked)>
            \(askedNote(context), if: isAsked)\
            \(access == .granted ? Icons.open : Icons.lock)
            <p class="title"><a href="\(address(context))">\(title) \
            <span class="facts">(\(facts))</span></a></p>
            \(people)\(HTML.gap(.state(presentation.id)), if: access == .granted && context.isMember)\
            \("<p class=\"meta\">\(notes.joined(by: " · "))</p>\n", if: !notes.isEmpty)\
            </li>

            """
    }

    private var route: Route {
        .presentation(module: module, presentation: presentation.slug, fileName: presentation.file.name.rawValue)
    }

    /// A locked file leads to a page, which keeps the language; a file has none.
    private func address(_ context: PageContext) -> String {
        access == .granted ? route.path : context.href(route)
    }

    private func askedNote(_ context: PageContext) -> HTML {
        let texts = context.moduleTexts
        return "<p class=\"asked\">\(access == .granted ? texts.asked : texts.askedButLocked)</p>\n"
    }

    private var people: HTML {
        let names = [presentation.speaker, presentation.organisation].filter { !$0.isEmpty }
        return names.isEmpty ? .empty : "<p class=\"people\">\(names.joined(separator: " · "))</p>\n"
    }

    private func notes(_ context: PageContext) -> [HTML] {
        let texts = context.moduleTexts
        var parts: [HTML] = []
        switch access {
        case .afterSigningIn: parts.append(HTML(text: texts.afterSigningIn))
        case .notIncluded: parts.append(HTML(text: texts.notIncluded))
        case .granted:
            if MediaType(fileName: presentation.file.name.rawValue).isViewable {
                let title = ForeignText.text(presentation.title, in: presentation.language, context)
                let view = Link(route, [("view", "")]).text
                parts.append(
                    "<a href=\"\(view)\">\(texts.view)<span class=\"unseen\">: \(title)</span></a>")
            }
            if presentation.audience == .public, !context.isMember { parts.append(HTML(text: texts.openToAll)) }
        }
        if presentation.file.number > 1 {
            parts.append(TimeElement.sentence(presentation.file.addedAt, context, context.downloadStatusTexts.updated))
        }
        return parts
    }
}

/// What a member is told about a presentation that they may have: what they have of it already, and whether it came
/// since they were here.
struct PresentationState: Hashable {
    let status: DownloadStatus
    /// The end of the visit since which it is new; nil when it is not.
    let newSince: Timestamp?

    /// Judges a presentation that is offered since that moment, in this version.
    ///
    /// `lastVisit`: the end of the member's visit before this one; at the first one nothing is called new, since
    /// everything is.
    init(offeredAt moment: Timestamp, status: DownloadStatus?, lastVisit: Timestamp?) {
        self.status = status ?? .nothing
        guard let lastVisit, moment > lastVisit else {
            newSince = nil
            return
        }
        if case .complete = self.status { newSince = nil } else { newSince = lastVisit }
    }

    /// A line for each thing that there is to say.
    func html(_ context: PageContext) -> HTML {
        let texts = context.downloadStatusTexts
        var lines: [HTML] = []
        if let newSince {
            let words = status == .earlierVersion ? texts.newVersionSince : texts.newSince
            lines.append("<p class=\"state new\">\(Icons.new) \(TimeElement.sentence(newSince, context, words))</p>\n")
        }
        switch status {
        case .nothing: break
        case .begun: lines.append("<p class=\"state\">\(Icons.half) \(texts.begun)</p>\n")
        case .earlierVersion: lines.append("<p class=\"state\">\(Icons.half) \(texts.earlierVersion)</p>\n")
        case .complete(let moment):
            lines.append(
                "<p class=\"state have\">\(Icons.check) \(TimeElement.sentence(moment, context, texts.complete))</p>\n")
        }
        return "\(lines)"
    }
}
