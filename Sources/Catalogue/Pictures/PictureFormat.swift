/// The formats of pictures that every browser shows.
package enum PictureFormat: CaseIterable, Sendable {
    case png
    case jpeg
    case webP

    /// The one extension under which such a picture is named here.
    package var fileExtension: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .webP: "webp"
        }
    }

    package init?(fileExtension: String) {
        guard let format = PictureFormat.allCases.first(where: { $0.fileExtension == fileExtension }) else {
            return nil
        }
        self = format
    }
}
