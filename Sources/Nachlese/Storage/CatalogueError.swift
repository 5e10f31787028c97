/// Why something about a series, module or presentation could not be done.
package enum CatalogueError: Error, Equatable {
    case noSeries(Slug)
    case noModule(Slug)
    case noPresentation(Identifier<Presentation>)
    case noPicture(PictureName, module: Slug)
    case seriesExists(Slug)
    case moduleExists(Slug)
    case pictureExists(PictureName, module: Slug)
    /// A thousand presentations of the module have this name already.
    case tooManyAlike(Slug)
    /// The series still has so many modules.
    case seriesInUse(Slug, modules: Int)
    /// The module still has so many presentations.
    case moduleInUse(Slug, presentations: Int)
    /// The order named does not list each presentation of the module exactly once; these are the ones it has.
    case incompleteOrder(module: Slug, has: [Identifier<Presentation>])
    case alreadyWithdrawn
    case alreadyPublished(Slug)
    /// A draft was never public, so there is nothing to withdraw.
    case notPublished(Slug)
}
