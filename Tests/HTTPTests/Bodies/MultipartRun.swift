@testable import HTTP

/// What a reader made of a body.
struct MultipartRun: Equatable {
    struct Part: Equatable {
        let head: MultipartPart
        var content: [UInt8] = []
        var isComplete = false
    }

    private(set) var parts: [Part] = []
    /// How often the reader was asked.
    private(set) var calls = 0

    /// Reads pieces one after the other as one body with the boundary `b`.
    init(
        _ pieces: some Sequence<[UInt8]>, boundary: String = "b", limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        var reader = MultipartReader(try MultipartBoundary(bytes(boundary)), limits: limits)
        for piece in pieces {
            var position = 0
            reading: while true {
                calls += 1
                switch try reader.next(in: piece.span, at: &position) {
                case .part(let head): parts.append(Part(head: head))
                case .data(let range): parts[parts.count - 1].content += piece[range]
                case .heldData(let range): parts[parts.count - 1].content += reader.delimiter[range]
                case .partEnd: parts[parts.count - 1].isComplete = true
                case .needMore: break reading
                }
            }
        }
        try reader.finish()
    }

    init(_ body: String, limits: MultipartLimits = MultipartLimits()) throws(MultipartError) {
        try self.init([bytes(body)], limits: limits)
    }

    /// The same body in pieces of a size.
    init(
        _ body: [UInt8], inPiecesOf size: Int, boundary: String = "b", limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        let pieces = stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min($0 + size, body.count)]) }
        try self.init(pieces, boundary: boundary, limits: limits)
    }

    /// Each part as `name=content`, files as `name@file=content`.
    var summary: [String] {
        parts.map { part in
            let file = part.head.fileName.map { "@\($0)" } ?? ""
            return "\(part.head.name)\(file)=\(String(decoding: part.content, as: UTF8.self))"
        }
    }
}
