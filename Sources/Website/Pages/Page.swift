/// The content of a page, before the frame that all pages share is put around it.
struct Page {
    /// The heading of level 1, and the first part of the document's title.
    let title: String
    /// Whether a trail tells where the page stands below the start page.
    var hasTrail = false
    /// What lies between the start page and this one.
    var trail: [(name: HTML, route: Route)] = []
    /// The title as the trail shows it, where parts of it are in another language.
    var trailTitle: HTML?
    /// Part of the document's title behind the page's own, such as the series.
    var context: String?
    /// Whether the title begins by saying that something is wrong with what was sent.
    var hasErrors = false
    /// What the link to the other language must not lose.
    var keep: [(name: String, value: String)] = []
    /// The page is about this, and a mail to the office from here as well.
    var subject: String?
    /// Where the page is at home; nil: it is not for search engines.
    var home: Link?
    /// Whether it is a report, not a list or a form.
    var isArticle = false
    /// Whether its address is worth noting on paper, and coming back to.
    var hasAddress = true
    /// A description for search engines.
    var summary: String?
    /// What the main part holds, its heading included.
    let content: HTML
}
