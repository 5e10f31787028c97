/// A part of an open file, to be sent.
package struct FileRegion: Sendable {
    package let file: OpenFile
    /// Where it begins, in octets.
    package let offset: Int64
    /// How many octets it has.
    package let count: Int64

    /// Makes a region, cut to what lies inside the file.
    package init(_ file: OpenFile, _ range: Range<Int64>) {
        let inside = range.clamped(to: 0..<file.size)
        self.file = file
        self.offset = inside.lowerBound
        self.count = inside.upperBound - inside.lowerBound
    }

    /// What follows the first octets of it, of which there are so many at least.
    func dropping(_ octets: Int64) -> FileRegion {
        FileRegion(file, offset + octets..<offset + count)
    }

    /// The whole file.
    package init(_ file: OpenFile) {
        self.init(file, 0..<file.size)
    }
}
