/// What a `Range` field selects of a representation (RFC 9110 section 14).
package enum ByteRange: Sendable, Equatable {
    /// Everything: there is no field, or it is one to ignore.
    case whole
    /// One part, never empty and inside the representation.
    case single(Range<Int64>)
    /// Several parts that neither overlap nor touch, in the order they were asked for.
    case multiple([Range<Int64>])
    /// Valid, but nothing of it lies inside: 416.
    case unsatisfiable

    /// The most parts after merging; a field that asks for more is ignored.
    package static let mostParts = 16

    /// Reads the value of `Range` for a representation of `size` bytes.
    ///
    /// Syntax errors and units other than bytes select the whole, as section 14.2 has it. Numbers of any length are
    /// read without overflow: beyond `Int64.max` they stand for it. A suffix of an empty representation selects the
    /// whole too, since no `Content-Range` could name it.
    package init(_ bytes: Span<UInt8>, size: Int64) {
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: 0..<bytes.count),
            bytes.equalsIgnoringCase(0..<equals, "bytes")
        else {
            self = .whole
            return
        }
        var parts: [Range<Int64>] = []
        var isEmpty = true
        var selectsNothing = false
        var position = equals + 1
        while let element = bytes.nextElement(&position, to: bytes.count) {
            guard !element.isEmpty else { continue }
            isEmpty = false
            switch Self.read(bytes, element, size: max(size, 0)) {
            case .malformed:
                self = .whole
                return
            case .part(let part): parts.append(part)
            case .nothing: selectsNothing = true
            case .outside: break
            }
        }
        if isEmpty || (parts.isEmpty && selectsNothing) {
            self = .whole
        } else if parts.isEmpty {
            self = .unsatisfiable
        } else {
            self = Self.merged(parts)
        }
    }

    private enum Element {
        case malformed, outside, nothing
        case part(Range<Int64>)
    }

    private static func read(_ bytes: Span<UInt8>, _ element: Range<Int>, size: Int64) -> Element {
        guard let dash = bytes.firstIndex(of: UInt8(ascii: "-"), in: element) else { return .malformed }
        let first = element.lowerBound..<dash
        let last = dash + 1..<element.upperBound
        if first.isEmpty {
            guard let length = saturated(bytes, last) else { return .malformed }
            guard length > 0 else { return .outside }
            return size == 0 ? .nothing : .part(size - min(length, size)..<size)
        }
        guard let start = saturated(bytes, first) else { return .malformed }
        guard !last.isEmpty else { return start < size ? .part(start..<size) : .outside }
        guard let end = saturated(bytes, last), start <= end else { return .malformed }
        // `end` is below `size` before one is added, so the sum stays within `size`.
        return start < size ? .part(start..<(end < size ? end + 1 : size)) : .outside
    }

    private static func saturated(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        switch bytes.number(range) {
        case .number(let value): value
        case .overflow: .max
        case .malformed: nil
        }
    }

    private static func merged(_ parts: [Range<Int64>]) -> ByteRange {
        let sorted = parts.enumerated().sorted {
            ($0.element.lowerBound, $0.offset) < ($1.element.lowerBound, $1.offset)
        }
        var merged: [(offset: Int, part: Range<Int64>)] = []
        for (offset, part) in sorted {
            if let last = merged.last, part.lowerBound <= last.part.upperBound {
                merged[merged.count - 1] = (
                    min(last.offset, offset), last.part.lowerBound..<max(last.part.upperBound, part.upperBound)
                )
            } else {
                merged.append((offset, part))
            }
        }
        if merged.count == 1 { return .single(merged[0].part) }
        guard merged.count <= mostParts else { return .whole }
        return .multiple(merged.sorted { $0.offset < $1.offset }.map(\.part))
    }
}

/// The value of `Content-Range` (RFC 9110 section 14.4).
struct ContentRange {
    let text: String

    /// Names a part, which is not empty, of a representation of `size` bytes.
    init(_ range: Range<Int64>, of size: Int64) {
        text = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
    }

    /// Tells the size where no part could be sent.
    init(unsatisfiedOf size: Int64) {
        text = "bytes */\(size)"
    }
}
