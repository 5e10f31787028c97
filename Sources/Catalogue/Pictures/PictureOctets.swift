/// Numbers in the octets of a picture; nil for whatever would lie outside of them.
struct PictureOctets {
    private let octets: ArraySlice<UInt8>

    init(_ octets: ArraySlice<UInt8>) {
        self.octets = octets
    }

    var count: Int { octets.count }

    /// A part of them; nil unless all of it is there.
    func part(from start: Int, count: Int) -> PictureOctets? {
        guard start >= 0, count >= 0, start <= octets.count, count <= octets.count - start else { return nil }
        let first = octets.startIndex + start
        return PictureOctets(octets[first..<first + count])
    }

    func begins(with text: String, at start: Int = 0) -> Bool {
        part(from: start, count: text.utf8.count)?.octets.elementsEqual(text.utf8) ?? false
    }

    func begins(with signature: [UInt8]) -> Bool {
        octets.starts(with: signature)
    }

    func octet(_ place: Int) -> Int? {
        part(from: place, count: 1)?.octets.first.map(Int.init)
    }

    /// A number of so many octets, 8 at most, the most significant one first.
    func big(_ width: Int, at place: Int) -> Int? {
        part(from: place, count: width)?.octets.reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of so many octets, the least significant one first.
    func little(_ width: Int, at place: Int) -> Int? {
        part(from: place, count: width)?.octets.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
