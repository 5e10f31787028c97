@testable import HTTP

/// A connection's stream of requests with their content: the cuts change nothing, and no head says what it must not.
func fuzz(_ bytes: [UInt8]) {
    let whole = Conversation(bytes, cutAt: [])
    for places in cuts(of: bytes) {
        expect(Conversation(bytes, cutAt: places) == whole, "cut at \(places)")
    }
}

/// What a connection makes of its bytes.
struct Conversation: Equatable {
    private(set) var requests: [String] = []
    private(set) var content: [UInt8] = []
    private(set) var error: RequestError?
    private(set) var consumed = 0

    init(_ bytes: [UInt8], cutAt places: [Int]) {
        var parser = RequestParser()
        var body = Body.none
        for end in places + [bytes.count] {
            do throws(RequestError) {
                while try advance(bytes, to: end, &parser, &body) {}
            } catch {
                self.error = error
                return
            }
        }
    }

    private enum Body {
        case none
        case length(Int64)
        case chunked(ChunkedDecoder)
    }

    /// Reads on as far as it goes; whether there may be more to read.
    private mutating func advance(
        _ bytes: [UInt8], to end: Int, _ parser: inout RequestParser, _ body: inout Body
    ) throws(RequestError) -> Bool {
        let available = bytes[consumed..<end]
        switch body {
        case .none:
            guard case .head(let head, let count) = try parser.parse(available.span) else { return false }
            expect(count > 0 && count <= available.count && head.byteCount == count, "consumed \(count)")
            check(head)
            consumed += count
            requests.append(description(of: head))
            body =
                switch head.framing {
                case .none: .none
                case .length(let length): .length(length)
                case .chunked: .chunked(ChunkedDecoder(limit: 4_096))
                }
            return true
        case .length(let length):
            expect(length >= 0, "a negative length")
            let taken = available.prefix(Int(clamping: length))
            content += taken
            consumed += taken.count
            body = Int64(taken.count) == length ? .none : .length(length - Int64(taken.count))
            return Int64(taken.count) == length
        case .chunked(var decoder):
            var position = 0
            defer { consumed += position }
            switch try decoder.next(in: available.span, at: &position) {
            case .data(let range):
                content +=
                    available[(available.startIndex + range.lowerBound)..<(available.startIndex + range.upperBound)]
                body = .chunked(decoder)
                return true
            case .needMore:
                body = .chunked(decoder)
                return false
            case .end:
                body = .none
                return true
            }
        }
    }

    private func check(_ head: RequestHead) {
        expect(head.fieldCount <= 100 && head.byteCount <= 32_768, "beyond the limits")
        expect(head.host != nil || head.version == .http10, "no host")
        expect(head.count(.host) <= 1 && head.count(.contentLength) <= 1, "two hosts or lengths")
        expect(head.count(.contentLength) == 0 || head.count(.transferEncoding) == 0, "two framings")
        let isPath = head.target.kind == .origin || head.target.kind == .absolute
        expect(isPath == head.target.path.hasPrefix("/"), "path \(head.target.path)")
        expect(!head.target.segments.contains { $0 == ".." || $0 == "." }, "dots in \(head.target.path)")
    }

    private func description(of head: RequestHead) -> String {
        let names: [FieldName] = [.host, .cookie, .range, .connection, .expect, .transferEncoding, .other]
        return
            "\(head.method) \(head.target) \(head.version) \(head.framing) \(head.keepAlive) \(head.expectsContinue) "
            + "\(head.host?.description ?? "") \(head.rawTarget) \(head.fieldCount) "
            + names.map { "\(head.all($0).map(Array.init))" }.joined()
    }
}
