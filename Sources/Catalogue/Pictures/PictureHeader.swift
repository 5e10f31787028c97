/// What stands before the pixels of a picture, read from one of the three formats; nil where it is not whole.
struct PictureHeader {
    private(set) var width = 0
    private(set) var height = 0
    private(set) var moves = false
    private(set) var exif: ExifFacts?

    /// PNG (ISO/IEC 15948 section 5): chunks of a length, a type, a content and a checksum, from IHDR to IEND.
    init?(png bytes: PictureBytes) {
        guard bytes.begins(with: "IHDR", at: 12), bytes.big(4, at: 8) == 13, let width = bytes.big(4, at: 16),
            let height = bytes.big(4, at: 20)
        else { return nil }
        self.width = width
        self.height = height
        var place = 8
        while !bytes.begins(with: "IEND", at: place + 4) {
            guard let length = bytes.big(4, at: place), let content = bytes.part(from: place + 8, count: length)
            else { return nil }
            if bytes.begins(with: "acTL", at: place + 4) { moves = true }
            if bytes.begins(with: "eXIf", at: place + 4) { exif = ExifFacts(content) }
            place += 12 + length
        }
        guard bytes.part(from: place, count: 12) != nil else { return nil }
    }

    /// JPEG (ITU-T T.81 annex B): segments up to the first scan, of which one is the frame header.
    init?(jpeg bytes: PictureBytes) {
        var place = 2
        var hasFrame = false
        while true {
            guard bytes.byte(place) == 0xFF, let marker = bytes.byte(place + 1) else { return nil }
            place += 1
            // Any number of 0xFF may stand before a marker; some markers stand alone.
            if marker == 0xFF { continue }
            place += 1
            if marker == 0x01 || (0xD0...0xD7).contains(marker) { continue }
            guard let length = bytes.big(2, at: place), length >= 2,
                let segment = bytes.part(from: place + 2, count: length - 2)
            else { return nil }
            switch marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard let height = segment.big(2, at: 1), let width = segment.big(2, at: 3) else { return nil }
                self.width = width
                self.height = height
                hasFrame = true
            case 0xE1 where segment.begins(with: "Exif\0\0"):
                exif = segment.part(from: 6, count: segment.count - 6).flatMap { ExifFacts($0) } ?? exif
            case 0xDA:
                guard hasFrame else { return nil }
                return
            default: break
            }
            place += length
        }
    }

    /// WebP (RFC 9649 section 2.3 to 2.7): a RIFF of chunks, of which the first says how large the picture is.
    init?(webP bytes: PictureBytes) {
        guard let size = bytes.little(4, at: 4), size <= bytes.count - 8,
            let first = bytes.part(from: 12, count: bytes.count - 12)
        else { return nil }
        if first.begins(with: "VP8 ") {
            guard first.big(3, at: 11) == 0x9D012A, let width = first.little(2, at: 14),
                let height = first.little(2, at: 16)
            else { return nil }
            self.width = width & 0x3FFF
            self.height = height & 0x3FFF
        } else if first.begins(with: "VP8L") {
            guard first.byte(8) == 0x2F, let bits = first.little(4, at: 9) else { return nil }
            width = bits & 0x3FFF + 1
            height = bits >> 14 & 0x3FFF + 1
        } else if first.begins(with: "VP8X") {
            guard let flags = first.byte(8), let width = first.little(3, at: 12),
                let height = first.little(3, at: 15)
            else { return nil }
            self.width = width + 1
            self.height = height + 1
            moves = flags & 0x02 != 0
        } else {
            return nil
        }
        var place = 0
        while place < first.count {
            guard let length = first.little(4, at: place + 4), let content = first.part(from: place + 8, count: length)
            else { return nil }
            if first.begins(with: "EXIF", at: place) { exif = ExifFacts(content) }
            place += 8 + length + length & 1
        }
    }
}

/// What a camera wrote into a picture (CIPA DC-008), as far as it matters for publishing it.
struct ExifFacts {
    /// Whether the picture lies on its side, and is shown upright.
    let isTurned: Bool
    /// Whether it says where it was taken.
    let namesPlace: Bool

    /// Reads the TIFF structure; nil when it is none.
    init?(_ bytes: PictureBytes) {
        let isLittle = bytes.begins(with: "II*\0")
        guard isLittle || bytes.begins(with: "MM\0*") else { return nil }
        func number(_ width: Int, at place: Int) -> Int? {
            isLittle ? bytes.little(width, at: place) : bytes.big(width, at: place)
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

/// Numbers in the bytes of a picture; nil for whatever would lie outside of them.
struct PictureBytes {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    /// A part of them; nil unless all of it is there.
    func part(from start: Int, count: Int) -> PictureBytes? {
        guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else { return nil }
        let first = bytes.startIndex + start
        return PictureBytes(bytes[first..<first + count])
    }

    func begins(with text: String, at start: Int = 0) -> Bool {
        part(from: start, count: text.utf8.count)?.bytes.elementsEqual(text.utf8) ?? false
    }

    func begins(with signature: [UInt8]) -> Bool {
        bytes.starts(with: signature)
    }

    func byte(_ place: Int) -> Int? {
        part(from: place, count: 1)?.bytes.first.map(Int.init)
    }

    /// A number of so many bytes, 8 at most, the most significant one first.
    func big(_ width: Int, at place: Int) -> Int? {
        part(from: place, count: width)?.bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of so many bytes, the least significant one first.
    func little(_ width: Int, at place: Int) -> Int? {
        part(from: place, count: width)?.bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
