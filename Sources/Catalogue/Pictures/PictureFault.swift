/// Why a file is no picture for a report.
package enum PictureFault: Error, Equatable {
    /// It begins like none of the known formats.
    case unknownFormat
    /// It begins like one and does not go on so.
    case damaged(PictureFormat)
    /// Larger than this many octets.
    case tooHeavy(limit: Int)
    /// So many pixels wide and high, of which either is outside of what is taken.
    case badSize(width: Int, height: Int)
    /// It is animated: nothing on a page moves by itself.
    case moves
    /// It says where on Earth it was taken.
    case namesPlace
}
