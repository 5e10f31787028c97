/// What stands before the pixels of a picture, read from one of the three formats; nil where it is not whole.
struct PictureHeader {
    private(set) var width = 0
    private(set) var height = 0
    private(set) var moves = false
    private(set) var exif: ExifFacts?

    /// PNG (ISO/IEC 15948 section 5): chunks of a length, a type, a content and a checksum, from IHDR to IEND.
    init?(png octets: PictureOctets) {
        guard octets.begins(with: "IHDR", at: 12), octets.big(4, at: 8) == 13, let width = octets.big(4, at: 16),
            let height = octets.big(4, at: 20)
        else { return nil }
        self.width = width
        self.height = height
        var place = 8
        while !octets.begins(with: "IEND", at: place + 4) {
            guard let length = octets.big(4, at: place), let content = octets.part(from: place + 8, count: length)
            else { return nil }
            if octets.begins(with: "acTL", at: place + 4) { moves = true }
            if octets.begins(with: "eXIf", at: place + 4) { exif = ExifFacts(content) }
            place += 12 + length
        }
        guard octets.part(from: place, count: 12) != nil else { return nil }
    }

    /// JPEG (ITU-T T.81 annex B): segments up to the first scan, of which one is the frame header.
    init?(jpeg octets: PictureOctets) {
        var place = 2
        var hasFrame = false
        while true {
            guard octets.octet(place) == 0xFF, let marker = octets.octet(place + 1) else { return nil }
            place += 1
            // Any number of 0xFF may stand before a marker; some markers stand alone.
            if marker == 0xFF { continue }
            place += 1
            if marker == 0x01 || (0xD0...0xD7).contains(marker) { continue }
            guard let length = octets.big(2, at: place), length >= 2,
                let segment = octets.part(from: place + 2, count: length - 2)
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
    init?(webP octets: PictureOctets) {
        guard let size = octets.little(4, at: 4), size <= octets.count - 8,
            let first = octets.part(from: 12, count: octets.count - 12)
        else { return nil }
        if first.begins(with: "VP8 ") {
            guard first.big(3, at: 11) == 0x9D012A, let width = first.little(2, at: 14),
                let height = first.little(2, at: 16)
            else { return nil }
            self.width = width & 0x3FFF
            self.height = height & 0x3FFF
        } else if first.begins(with: "VP8L") {
            guard first.octet(8) == 0x2F, let bits = first.little(4, at: 9) else { return nil }
            width = bits & 0x3FFF + 1
            height = bits >> 14 & 0x3FFF + 1
        } else if first.begins(with: "VP8X") {
            guard let flags = first.octet(8), let width = first.little(3, at: 12),
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
