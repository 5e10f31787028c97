import Catalogue
import Codecs
import HTTP
import Nachlese

/// Answers with the pictures of reports.
struct PictureHandler {
    let reader: StoreReader
    let files: OpenFileCache

    /// A picture of a report that everybody may read.
    ///
    /// Every use of it asks again, which costs a few bytes: a picture of people that was removed, or whose module was
    /// withdrawn, is gone then from every cache as well.
    func picture(_ name: PictureName, of slug: Slug, _ request: RequestContext) throws -> SiteResponse {
        let database = reader.database
        let picture = try reader.snapshot {
            guard let (module, visibility) = try Module.visibility(of: slug, in: database) else {
                throw SiteError.notFound
            }
            switch visibility {
            case .draft: throw SiteError.notFound
            case .withdrawn: throw SiteError.withdrawn(from: nil)
            case .published: break
            }
            guard let picture = try Picture.find(name, of: module, in: database) else { throw SiteError.notFound }
            return picture
        }
        let representation = FileRepresentation(
            try files.open(picture.content),
            validators: Validators(
                entityTag: EntityTag(picture.content.hexadecimal), lastModified: picture.addedAt.rawValue),
            mediaType: MediaType(fileName: name.rawValue), disposition: nil, cacheControl: "no-cache")
        return SiteResponse(response: representation.response(to: request.head), rules: .asset)
    }
}
