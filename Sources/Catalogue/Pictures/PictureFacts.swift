/// What the bytes of a picture say about it: its format and its size on a page.
///
/// Only what stands before the pixels is read, and no pixel is decoded: nothing in a picture can do harm here.
package struct PictureFacts: Equatable, Sendable {
    /// The most bytes of a picture: a page with four of them weighs half a megabyte.
    package static let heaviest = 120_000
    /// The pixels of either side that are taken: less is a dot, more fills a phone's memory.
    package static let sides = 16...4096

    package let format: PictureFormat
    /// In pixels, as browsers show it: turned where the camera was.
    package let width: Int
    package let height: Int

    /// Reads a whole file.
    package init(_ bytes: [UInt8]) throws(PictureFault) {
        guard bytes.count <= PictureFacts.heaviest else { throw .tooHeavy(limit: PictureFacts.heaviest) }
        let bytes = PictureBytes(bytes[...])
        let header: PictureHeader?
        if bytes.begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            format = .png
            header = PictureHeader(png: bytes)
        } else if bytes.begins(with: [0xFF, 0xD8, 0xFF]) {
            format = .jpeg
            header = PictureHeader(jpeg: bytes)
        } else if bytes.begins(with: "RIFF"), bytes.begins(with: "WEBP", at: 8) {
            format = .webP
            header = PictureHeader(webP: bytes)
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

/// Why a file is no picture for a report.
package enum PictureFault: Error, Equatable {
    /// It begins like none of the known formats.
    case unknownFormat
    /// It begins like one and does not go on so.
    case damaged(PictureFormat)
    /// Larger than this many bytes.
    case tooHeavy(limit: Int)
    /// So many pixels wide and high, of which either is outside of what is taken.
    case badSize(width: Int, height: Int)
    /// It is animated: nothing on a page moves by itself.
    case moves
    /// It says where on Earth it was taken.
    case namesPlace
}

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
