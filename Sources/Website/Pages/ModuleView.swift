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

    func access(to presentation: Presentation, _ visit: Visit) -> PresentationRow.Access {
        if presentation.audience == .public || isAdmitted { return .granted }
        return visit.isMember ? .notIncluded : .afterSigningIn
    }

    /// Whether some of it is closed to the person who looks at it.
    var hasLocked: Bool {
        !isAdmitted && presentations.contains { $0.audience == .admitted }
    }
}
