/// Pictures made of their headers alone, which is all that is ever read of one here.
package enum PictureSamples {
    package typealias Chunk = (type: String, content: [UInt8])

    /// A PNG with more chunks before its end.
    package static func png(width: Int, height: Int, chunks: [Chunk] = []) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header: [UInt8] = big(width, 4) + big(height, 4) + [8, 0, 0, 0, 0]
        let first: Chunk = ("IHDR", header)
        let last: Chunk = ("IEND", [])
        for chunk in [first] + chunks + [last] {
            bytes += big(chunk.content.count, 4)
            bytes += Array(chunk.type.utf8)
            bytes += chunk.content
            bytes += [0, 0, 0, 0]
        }
        return bytes
    }

    /// A JPEG with segments before its frame, which is of that kind.
    package static func jpeg(
        width: Int, height: Int, frame: UInt8 = 0xC0, segments: [(marker: UInt8, content: [UInt8])] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        func append(_ marker: UInt8, _ content: [UInt8]) {
            bytes += [0xFF, marker]
            bytes += big(content.count + 2, 2)
            bytes += content
        }
        for segment in segments { append(segment.marker, segment.content) }
        let size: [UInt8] = big(height, 2) + big(width, 2)
        append(frame, [8] + size + [1, 1, 0x11, 0])
        append(0xDA, [1, 1, 0, 0, 63, 0])
        return bytes + [0x55, 0xFF, 0xD9]
    }

    /// A WebP of chunks.
    package static func webP(_ chunks: [Chunk]) -> [UInt8] {
        var body: [UInt8] = []
        for chunk in chunks {
            body += Array(chunk.type.utf8)
            body += little(chunk.content.count, 4)
            body += chunk.content
            if chunk.content.count % 2 == 1 { body.append(0) }
        }
        var bytes = Array("RIFF".utf8)
        bytes += little(body.count + 4, 4)
        bytes += Array("WEBP".utf8)
        return bytes + body
    }

    /// A lossy picture of a WebP.
    package static func lossy(width: Int, height: Int) -> Chunk {
        let start: [UInt8] = [0x30, 0, 0, 0x9D, 0x01, 0x2A]
        return ("VP8 ", start + little(width, 2) + little(height, 2) + [0, 0])
    }

    /// A lossless picture of a WebP.
    package static func lossless(width: Int, height: Int) -> Chunk {
        let size = (width - 1) | ((height - 1) << 14)
        return ("VP8L", [0x2F] + little(size, 4) + [0])
    }

    /// The header of a WebP with more than one part, with flags.
    package static func extended(width: Int, height: Int, flags: UInt8) -> Chunk {
        let start: [UInt8] = [flags, 0, 0, 0]
        return ("VP8X", start + little(width - 1, 3) + little(height - 1, 3))
    }

    /// What a camera notes: how it was held, and perhaps where.
    package static func exif(orientation: Int, hasPlace: Bool, isLittle: Bool = true) -> [UInt8] {
        func number(_ value: Int, _ width: Int) -> [UInt8] { isLittle ? little(value, width) : big(value, width) }
        var bytes = Array((isLittle ? "II" : "MM").utf8)
        func append(_ value: Int, _ width: Int) { bytes += number(value, width) }
        func entry(_ tag: Int, type: Int, _ value: [UInt8]) {
            append(tag, 2)
            append(type, 2)
            append(1, 4)
            bytes += (value + [0, 0, 0, 0]).prefix(4)
        }
        append(42, 2)
        append(8, 4)
        // The main directory takes 30 bytes, so that the one about the place stands at 38.
        append(2, 2)
        entry(0x0112, type: 3, number(orientation, 2))
        entry(0x8825, type: 4, number(38, 4))
        append(0, 4)
        append(hasPlace ? 2 : 1, 2)
        entry(0x0000, type: 1, [2, 3, 0, 0])
        if hasPlace { entry(0x0002, type: 5, number(60, 4)) }
        return bytes
    }

    private static func big(_ value: Int, _ width: Int) -> [UInt8] {
        little(value, width).reversed()
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
