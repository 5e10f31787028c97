@testable import HTTP

/// `multipart/form-data`: the cuts change nothing, the limits hold, and what was read can be written and read again.
///
/// The first byte chooses between the limits of the service and such as are met soon.
func fuzz(_ bytes: [UInt8]) {
    guard let boundary = try? MultipartBoundary(Array("b".utf8)), let choice = bytes.first else { return }
    var limits = MultipartLimits()
    if choice & 1 == 1 {
        limits.parts = 2
        limits.headBytes = 100
        limits.headFields = 2
        limits.surroundings = 8
        limits.padding = 2
    }
    let body = Array(bytes.dropFirst())
    let whole = Reading(body, cutAt: [], boundary, limits)
    for places in cuts(of: body) {
        expect(Reading(body, cutAt: places, boundary, limits) == whole, "cut at \(places)")
    }
    expect(whole.parts.count <= limits.parts, "\(whole.parts.count) parts")
    expect(whole.parts.reduce(0) { $0 + $1.content.count } <= body.count, "more content than octets")
    guard whole.error == nil else { return }
    expect(whole.parts.allSatisfy(\.isComplete), "a part without its end")
    var written: [UInt8] = []
    for part in whole.parts {
        written += Array("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8) + part.content + [0x0D, 0x0A]
    }
    let again = Reading(written + Array("--b--".utf8), cutAt: [], boundary, limits)
    // Without a part there is no CRLF before the boundary, nor need be.
    expect(again.error == nil && again.parts.map(\.content) == whole.parts.map(\.content), "\(again)")
}

/// What a reader made of a body.
struct Reading: Equatable {
    struct Part: Equatable {
        let head: MultipartPart
        var content: [UInt8] = []
        var isComplete = false
    }

    private(set) var parts: [Part] = []
    private(set) var error: MultipartError?

    init(_ body: [UInt8], cutAt places: [Int], _ boundary: MultipartBoundary, _ limits: MultipartLimits) {
        var reader = MultipartReader(boundary, limits: limits)
        do throws(MultipartError) {
            var start = 0
            for end in places + [body.count] {
                try read(Array(body[start..<end]), &reader)
                start = end
            }
            try reader.finish()
        } catch {
            self.error = error
        }
    }

    private mutating func read(_ piece: [UInt8], _ reader: inout MultipartReader) throws(MultipartError) {
        var position = 0
        while true {
            let before = position
            let event = try reader.next(in: piece.span, at: &position)
            expect(position >= before && position <= piece.count, "\(position) behind \(before) of \(piece.count)")
            switch event {
            case .part(let head):
                expect(parts.last?.isComplete != false, "a part within another")
                expect(!head.name.isEmpty, "no name")
                if let name = head.safeFileName {
                    expect(!name.isEmpty && !name.utf8.contains { $0 < 0x20 || $0 == 0x2F || $0 == 0x5C }, name)
                }
                parts.append(Part(head: head))
            case .data(let range):
                expect(!range.isEmpty && range.lowerBound >= before && range.upperBound <= position, "\(range)")
                append(piece[range])
            case .heldData(let range):
                expect(!range.isEmpty && range.upperBound < reader.delimiter.count, "held \(range)")
                append(reader.delimiter[range])
            case .partEnd:
                expect(parts.last?.isComplete == false, "an end without a part")
                parts[parts.count - 1].isComplete = true
            case .needMore:
                expect(position == piece.count, "octets left over")
                return
            }
        }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        expect(parts.last?.isComplete == false, "content outside of parts")
        parts[parts.count - 1].content += bytes
    }
}
