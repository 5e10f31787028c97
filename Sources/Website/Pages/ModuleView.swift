import Catalogue

/// Everything that the page of a module shows.
struct ModuleView {
    let module: Module
    let series: Series
    /// In their order, without those that were withdrawn.
    let presentations: [Presentation]
    /// Whether the person who looks at it was admitted.
    let isAdmitted: Bool
    /// The one that the person came for.
    let asked: Slug?
    let previous: Module?
    let next: Module?
    /// Of the report.
    let pictures: [Picture]
    /// What an admitted member has of the presentations.
    let states: [Presentation.ID: PresentationState]

    func access(to presentation: Presentation, _ visit: Visit) -> PresentationRow.Access {
        if presentation.audience == .public || isAdmitted { return .granted }
        return visit.account == nil ? .afterSigningIn : .notIncluded
    }

    /// Whether some of it is closed to the person who looks at it.
    var hasLocked: Bool {
        !isAdmitted && presentations.contains { $0.audience == .admitted }
    }
}
