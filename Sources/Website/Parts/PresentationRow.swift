import Catalogue
import Codecs
import HTTP
internal import Nachlese

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

    func html(_ visit: Visit) -> HTML {
        let file = presentation.file
        let notes = notes(visit)
        let isForeign = !presentation.language.isRead(in: visit.language)
        let facts = [
            FileType.text(file.name), FileSize.text(file.content.size, visit.language),
            isForeign ? LanguageName.text(presentation.language, visit.language) : "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
        let title = Foreign.text(presentation.title, in: presentation.language, visit)
        return """
            <li id="\(presentation.slug.rawValue)"\(" class=\"asked\" aria-current=\"true\"", if: isAsked)>
            \(askedNote(visit), if: isAsked)\
            \(access == .granted ? Icons.open : Icons.lock)
            <p class="title"><a href="\(address(visit))">\(title) \
            <span class="facts">(\(facts))</span></a></p>
            \(people)\(HTML.gap(.state(presentation.id)), if: access == .granted && visit.isMember)\
            \("<p class=\"meta\">\(notes.joined(by: " · "))</p>\n", if: !notes.isEmpty)\
            </li>

            """
    }

    private var route: Route {
        .presentation(module: module, presentation: presentation.slug, fileName: presentation.file.name.rawValue)
    }

    /// A locked file leads to a page, which keeps the language; a file has none.
    private func address(_ visit: Visit) -> String {
        access == .granted ? route.path : visit.href(route)
    }

    private func askedNote(_ visit: Visit) -> HTML {
        let texts = visit.texts.modules
        return "<p class=\"asked\">\(access == .granted ? texts.asked : texts.askedButLocked)</p>\n"
    }

    private var people: HTML {
        let names = [presentation.speaker, presentation.organisation].filter { !$0.isEmpty }
        return names.isEmpty ? .empty : "<p class=\"people\">\(names.joined(separator: " · "))</p>\n"
    }

    private func notes(_ visit: Visit) -> [HTML] {
        let texts = visit.texts.modules
        var parts: [HTML] = []
        switch access {
        case .afterSigningIn: parts.append(HTML(text: texts.afterSigningIn))
        case .notIncluded: parts.append(HTML(text: texts.notIncluded))
        case .granted:
            if PresentationRow.isViewable(presentation.file.name) {
                let title = Foreign.text(presentation.title, in: presentation.language, visit)
                let view = Link(route, [("view", "")]).text
                parts.append(
                    "<a href=\"\(view)\">\(texts.view)<span class=\"unseen\">: \(title)</span></a>")
            }
            if presentation.audience == .public, !visit.isMember { parts.append(HTML(text: texts.openToAll)) }
        }
        if presentation.file.number > 1 {
            parts.append(TimeElement.sentence(presentation.file.addedAt, visit, visit.texts.holdings.updated))
        }
        return parts
    }

    /// Whether a browser can show such a file by itself, and may.
    static func isViewable(_ name: FileName) -> Bool {
        let type = MediaType(fileName: name.rawValue)
        return type == .pdf || (type.isSafeInline && type.text.utf8.starts(with: "image/".utf8))
    }
}
