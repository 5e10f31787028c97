/// Which part of its content each byte of an answer is.
///
/// Bytes go out in order, so that their number alone tells which of them have. A pure value; it keeps no file open.
struct DeliveryMeasure: Sendable {
    private struct Piece {
        /// Bytes that are no content: the head, or what stands before a part.
        let framing: Int64
        let range: Range<Int64>
    }

    let tag: DeliveryTag
    private let pieces: [Piece]

    /// Measures an answer whose head has so many bytes.
    ///
    /// A body of bytes is the whole content; a file's is the region of it, and each of several parts is one.
    /// Nil for an answer that carries no content.
    init?(_ tag: DeliveryTag, headCount: Int, body: Response.Body) {
        let head = Int64(headCount)
        switch body {
        case .empty: return nil
        case .bytes(let bytes): pieces = [Piece(framing: head, range: 0..<Int64(bytes.count))]
        case .file(let region): pieces = [Piece(framing: head, range: region.range)]
        case .parts(let parts):
            pieces = parts.parts.enumerated().map { index, part in
                Piece(framing: Int64(part.preamble.count) + (index == 0 ? head : 0), range: part.region.range)
            }
        }
        self.tag = tag
    }

    /// The parts of the content that are among the first so many bytes of the answer, in the order they were sent.
    func ranges(among bytes: Int64) -> [Range<Int64>] {
        var left = bytes
        var ranges: [Range<Int64>] = []
        for piece in pieces {
            left -= piece.framing
            guard left > 0 else { break }
            let count = min(left, Int64(piece.range.count))
            if count > 0 { ranges.append(piece.range.lowerBound..<piece.range.lowerBound + count) }
            left -= count
        }
        return ranges
    }
}

extension FileRegion {
    /// The bytes of the file that it is.
    var range: Range<Int64> { offset..<offset + count }
}
