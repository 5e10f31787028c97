internal import HTTP
internal import Nachlese

/// A file that somebody was granted, ready to be sent.
struct Download {
    /// The grant ends then.
    let endsAt: Timestamp?
    private let saved: FileRepresentation
    /// Where a browser can show it by itself, and may.
    private let shown: FileRepresentation?

    init(_ grant: DownloadDecision.Grant, file: OpenFile) {
        endsAt = grant.endsAt
        let validators = Validators(
            entityTag: EntityTag(grant.content.hexadecimal), lastModified: grant.addedAt.rawValue)
        let name = grant.name.rawValue
        func representation(_ kind: ContentDisposition.Kind) -> FileRepresentation {
            FileRepresentation(
                file, validators: validators, mediaType: MediaType(fileName: name),
                disposition: ContentDisposition(kind, fileName: name), cacheControl: "private, no-cache")
        }
        saved = representation(.attachment)
        shown = PresentationRow.isViewable(grant.name) ? representation(.inline) : nil
    }

    func isValid(at now: Timestamp) -> Bool {
        endsAt.map { now < $0 } ?? true
    }

    /// The answer to a request for it, to be seen rather than saved where that is asked for and possible.
    func answer(to head: RequestHead, isShown: Bool) -> Answer {
        if isShown, let shown {
            return Answer(response: shown.response(to: head), rules: shown.mediaType == .pdf ? .shownPDF : .file)
        }
        return Answer(response: saved.response(to: head), rules: .file)
    }
}
