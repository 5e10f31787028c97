import HTTP

/// A response together with the rules a browser is to keep for it.
struct Answer {
    /// What a browser may do with the content.
    enum Rules {
        case page
        /// Something people uploaded: nothing in it may ever run here.
        case file
        /// A PDF shown by the browser's own viewer. Some viewers refuse to work in a sandbox; they run no script of
        /// a document in the origin it came from.
        case shownPDF
        case asset
        case plain
        /// The fields that say so are among the response's already.
        case written
    }

    var response: Response
    var rules: Rules
}
