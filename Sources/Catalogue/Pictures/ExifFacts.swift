/// What a camera wrote into a picture (CIPA DC-008), as far as it matters for publishing it.
struct ExifFacts {
    /// Whether the picture lies on its side, and is shown upright.
    let isTurned: Bool
    /// Whether it says where it was taken.
    let namesPlace: Bool

    /// Reads the TIFF structure; nil when it is none.
    init?(_ octets: PictureOctets) {
        let isLittle = octets.begins(with: "II*\0")
        guard isLittle || octets.begins(with: "MM\0*") else { return nil }
        func number(_ width: Int, at place: Int) -> Int? {
            isLittle ? octets.little(width, at: place) : octets.big(width, at: place)
        }
        /// Where the value of a tag stands in a directory that begins at a place.
        func value(of tag: Int, in directory: Int?) -> Int? {
            guard let directory, let count = number(2, at: directory) else { return nil }
            return (0..<count).lazy.map { directory + 2 + $0 * 12 }.first { number(2, at: $0) == tag }.map { $0 + 8 }
        }
        let main = number(4, at: 4)
        let orientation = value(of: 0x0112, in: main).flatMap { number(2, at: $0) }
        isTurned = orientation.map { (5...8).contains($0) } ?? false
        let location = value(of: 0x8825, in: main).flatMap { number(4, at: $0) }
        namesPlace = value(of: 0x0002, in: location) != nil
    }
}
