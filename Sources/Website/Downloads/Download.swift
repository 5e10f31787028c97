import Catalogue
import Codecs
import HTTP
import Members
internal import Nachlese

/// A file version as it is offered to everybody who is granted it.
///
/// It names its content and does not keep it open. Not shared between workers, but between the people of one.
final class Download {
    let fileVersion: FileVersion.ID
    let addedAt: Timestamp
    let content: StoredFile
    /// The answer to a plain request for all of it, without its body and with its fields written out, once one was
    /// made.
    var plainAnswer: Response?

    private let name: String
    private let validators: Validators
    private let mediaType: MediaType
    private let isViewable: Bool

    init(_ grant: DownloadDecision.Grant) {
        fileVersion = grant.fileVersion
        addedAt = grant.addedAt
        content = grant.content
        name = grant.name.rawValue
        validators = Validators(
            entityTag: EntityTag(grant.content.hexadecimal), lastModified: grant.addedAt.rawValue)
        mediaType = MediaType(fileName: name)
        isViewable = PresentationRow.isViewable(grant.name)
    }

    /// The answer to a request for it, to be seen rather than saved where that is asked for and possible.
    ///
    /// `file` is the content, opened.
    func answer(to head: RequestHead, isShown: Bool, from file: OpenFile) -> Answer {
        let isShown = isShown && isViewable
        let representation = FileRepresentation(
            file, validators: validators, mediaType: mediaType,
            disposition: ContentDisposition(isShown ? .inline : .attachment, fileName: name),
            cacheControl: "private, no-cache")
        return Answer(
            response: representation.response(to: head),
            rules: isShown && mediaType == .pdf ? .shownPDF : .file)
    }
}
