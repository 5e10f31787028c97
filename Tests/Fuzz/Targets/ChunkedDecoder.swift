@testable import HTTP

/// The chunked coding: the cuts change nothing, the content stays within its limit.
func fuzz(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let limit = input.number()
    let message = Array(input.rest)
    let whole = decode(message, cutAt: [], limit)
    for places in cuts(of: message) {
        expect(decode(message, cutAt: places, limit) == whole, "cut at \(places)")
    }
    expect(Int64(whole.content.count) <= max(limit, 0), "more content than allowed")
    expect(whole.content.count <= message.count, "more content than octets")
}

struct Decoded: Equatable {
    var content: [UInt8] = []
    var used: Int?
    var error: RequestError?
}

func decode(_ message: [UInt8], cutAt places: [Int], _ limit: Int64) -> Decoded {
    var decoder = ChunkedDecoder(limit: limit)
    var decoded = Decoded()
    var start = 0
    for end in places + [message.count] {
        let piece = message[start..<end].span
        var position = 0
        do throws(RequestError) {
            reading: while true {
                let before = position
                switch try decoder.next(in: piece, at: &position) {
                case .data(let range):
                    expect(!range.isEmpty && range.lowerBound >= before && range.upperBound == position, "\(range)")
                    decoded.content += message[(start + range.lowerBound)..<(start + range.upperBound)]
                case .needMore:
                    expect(position == piece.count, "octets left over")
                    break reading
                case .end:
                    decoded.used = start + position
                    return decoded
                }
            }
        } catch {
            decoded.error = error
            return decoded
        }
        start = end
    }
    return decoded
}
