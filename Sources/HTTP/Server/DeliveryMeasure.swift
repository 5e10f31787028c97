/// Which part of its content each octet of an answer is.
///
/// Octets go out in order, so that their number alone tells which of them have. A pure value; it keeps no file open.
struct DeliveryMeasure: Sendable {
    private struct Piece {
        /// Octets that are no content: the head, or what stands before a part.
        let framing: Int64
        let range: Range<Int64>
    }

    let tag: DeliveryTag
    private let pieces: [Piece]

    /// Measures an answer whose head has so many octets.
    ///
    /// A body of octets is the whole content; a file's is the region of it, and each of several parts is one.
    /// Nil for an answer that carries no content.
    init?(_ tag: DeliveryTag, headCount: Int, body: Response.Body) {
        let head = Int64(headCount)
        switch body {
        case .empty: return nil
        case .bytes(let octets): pieces = [Piece(framing: head, range: 0..<Int64(octets.count))]
        case .file(let region): pieces = [Piece(framing: head, range: region.range)]
        case .parts(let parts):
            pieces = parts.parts.enumerated().map { index, part in
                Piece(framing: Int64(part.preamble.count) + (index == 0 ? head : 0), range: part.region.range)
            }
        }
        self.tag = tag
    }

    /// The parts of the content that are among the first so many octets of the answer, in the order they were sent.
    func ranges(among octets: Int64) -> [Range<Int64>] {
        var left = octets
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
    /// The octets of the file that it is.
    var range: Range<Int64> { offset..<offset + count }
}
