import Catalogue

/// The pictures that a report may show.
struct ReportPictures {
    private let module: Slug?
    private let pictures: [PictureName: Picture]

    static let none = ReportPictures(module: nil, pictures: [:])

    /// Those of a module.
    init(of module: Slug, _ pictures: [Picture]) {
        self.init(module: module, pictures: Dictionary(pictures.map { ($0.name, $0) }) { first, _ in first })
    }

    private init(module: Slug?, pictures: [PictureName: Picture]) {
        self.module = module
        self.pictures = pictures
    }

    /// A picture in the room that it will take, fetched when it comes near; an empty alternative says that it only
    /// decorates.
    ///
    /// `isDecoration`: whether it is one here, whatever it says.
    func image(_ name: PictureName, isDecoration: Bool = false) -> HTML? {
        guard let module, let picture = pictures[name] else { return nil }
        return """
            <img src="\(Route.picture(module: module, name).path)" \
            alt="\(isDecoration ? "" : picture.alternative ?? "")" \
            width="\(picture.width)" height="\(picture.height)" loading="lazy" decoding="async">
            """
    }
}
