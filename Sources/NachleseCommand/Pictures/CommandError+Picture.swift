import Catalogue

extension CommandError {
    /// About a file that was to be a picture, as it was typed.
    init(_ fault: PictureFault, file: String) {
        switch fault {
        case .unknownFormat:
            self.init(
                .badInput, "'\(file)' is no picture that every browser shows; save it as JPEG, PNG or WebP")
        case .damaged(let format):
            self.init(
                .badInput, "'\(file)' begins like a \(format.fileExtension) picture and is not whole; save it again")
        case .tooHeavy(let limit):
            self.init(
                .badInput,
                "'\(file)' is larger than \(limit / 1000) kB; save it smaller, for example 1200 pixels wide, as WebP or "
                    + "as JPEG with a quality of 70")
        case .badSize(let width, let height):
            let sides = PictureFacts.sides
            self.init(
                .badInput,
                "'\(file)' has \(width) x \(height) pixels; both must be from \(sides.lowerBound) to \(sides.upperBound)"
            )
        case .moves: self.init(.badInput, "'\(file)' is animated; nothing on a page moves by itself, give a still one")
        case .namesPlace:
            self.init(
                .badInput,
                "'\(file)' says where on Earth it was taken, and everybody could read that; save it without its "
                    + "location, for example: exiftool -gps:all= '\(file)'")
        }
    }
}
