/// What the octets of a picture say about it: its format and its size on a page.
///
/// Only what stands before the pixels is read, and no pixel is decoded: nothing in a picture can do harm here.
package struct PictureFacts: Equatable, Sendable {
    /// The most octets of a picture: a page with four of them weighs half a megabyte.
    package static let heaviest = 120_000
    /// The pixels of either side that are taken: less is a dot, more fills a phone's memory.
    package static let sides = 16...4096

    package let format: PictureFormat
    /// In pixels, as browsers show it: turned where the camera was.
    package let width: Int
    package let height: Int

    /// Reads a whole file.
    package init(_ octets: [UInt8]) throws(PictureFault) {
        guard octets.count <= PictureFacts.heaviest else { throw .tooHeavy(limit: PictureFacts.heaviest) }
        let octets = PictureOctets(octets[...])
        let header: PictureHeader?
        if octets.begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            format = .png
            header = PictureHeader(png: octets)
        } else if octets.begins(with: [0xFF, 0xD8, 0xFF]) {
            format = .jpeg
            header = PictureHeader(jpeg: octets)
        } else if octets.begins(with: "RIFF"), octets.begins(with: "WEBP", at: 8) {
            format = .webP
            header = PictureHeader(webP: octets)
        } else {
            throw .unknownFormat
        }
        guard let header else { throw .damaged(format) }
        guard !header.moves else { throw .moves }
        guard header.exif?.namesPlace != true else { throw .namesPlace }
        // Only for JPEG do all browsers heed how the camera was held.
        let isTurned = format == .jpeg && header.exif?.isTurned == true
        width = isTurned ? header.height : header.width
        height = isTurned ? header.width : header.height
        guard PictureFacts.sides.contains(width), PictureFacts.sides.contains(height) else {
            throw .badSize(width: width, height: height)
        }
    }
}
