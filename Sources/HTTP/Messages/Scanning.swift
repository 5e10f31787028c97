internal import Codecs

/// What every parser here needs to ask of its bytes; no function reads outside the range it is given.
extension Span<UInt8> {
    /// The first byte below 0x20 or equal to DEL in `start..<end`, or `end`; `start` is not beyond `end`.
    ///
    /// Eight bytes a step: this is where the time of reading a head goes.
    func firstControl(from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && start <= end && end <= count)
        let ones: UInt64 = 0x0101_0101_0101_0101
        return unsafe withUnsafeBytes { raw in
            var position = start
            while position &+ 8 <= end {
                // Inside the span, which was checked once above.
                let loaded = unsafe raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let word = UInt64(littleEndian: loaded)
                let delete = word ^ (ones &* 0x7F)
                // The lowest marked byte is exact; marks above it may be carries, which nobody looks at.
                let marks = ((word &- ones &* 0x20) & ~word | (delete &- ones) & ~delete) & (ones &* 0x80)
                if marks != 0 { return position &+ marks.trailingZeroBitCount / 8 }
                position &+= 8
            }
            while position < end, !ASCII.isControl(unsafe raw[position]) { position &+= 1 }
            return position
        }
    }

    /// Whether `range`, a token of at least four bytes, spells `name` without regard to ASCII case.
    ///
    /// `name` is letters in lower case and hyphens. Setting the bit that tells the cases apart is exact here: the
    /// only other bytes that it would turn into one of `name` are control bytes, which no token holds.
    func isName(_ range: Range<Int>, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard range.count == length, length >= 4 else { return false }
        precondition(range.upperBound <= count)
        return unsafe withUnsafeBytes { raw in
            let other = unsafe UnsafeRawPointer(name.utf8Start)
            let start = range.lowerBound
            guard length >= 8 else {
                // Two words that overlap cover four to eight bytes.
                let caseBits: UInt32 = 0x2020_2020
                return unsafe raw.loadUnaligned(fromByteOffset: start, as: UInt32.self) | caseBits
                    == other.loadUnaligned(as: UInt32.self)
                    && raw.loadUnaligned(fromByteOffset: start &+ length &- 4, as: UInt32.self) | caseBits
                        == other.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
            }
            let caseBits: UInt64 = 0x2020_2020_2020_2020
            var offset = length &- 8
            while true {
                // From the end, where names of one length differ sooner; the last word overlaps the one before.
                guard
                    unsafe raw.loadUnaligned(fromByteOffset: start &+ offset, as: UInt64.self) | caseBits
                        == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                else { return false }
                guard offset > 0 else { return true }
                offset = Swift.max(offset &- 8, 0)
            }
        }
    }

    /// Where the run of `tchar`s that begins `range` ends.
    func endOfToken(_ range: Range<Int>) -> Int {
        precondition(range.upperBound <= count)
        var position = range.lowerBound
        // Inside the span, which was checked once above.
        while position < range.upperBound {
            let byte = unsafe self[unchecked: position]
            guard ASCII.isLetter(byte) || byte == UInt8(ascii: "-") || Byte.isToken(byte) else { break }
            position &+= 1
        }
        return position
    }

    /// The first place of `byte` in `range`, looked for eight bytes a step.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.upperBound <= count)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let sought = ones &* UInt64(byte)
        return unsafe withUnsafeBytes { raw in
            var position = range.lowerBound
            while position &+ 8 <= range.upperBound {
                // Inside the span, which was checked once above.
                let loaded = unsafe raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let word = UInt64(littleEndian: loaded) ^ sought
                // The lowest marked byte is exact; marks above it may be carries, which nobody looks at.
                let marks = (word &- ones) & ~word & (ones &* 0x80)
                if marks != 0 { return position &+ marks.trailingZeroBitCount / 8 }
                position &+= 8
            }
            while position < range.upperBound {
                if unsafe raw[position] == byte { return position }
                position &+= 1
            }
            return nil
        }
    }

    /// `range` without SP and HTAB at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, ASCII.isBlank(self[start]) { start += 1 }
        while end > start, ASCII.isBlank(self[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Takes the next element of a comma-separated list, trimmed, and moves `position` behind its comma.
    ///
    /// - Returns: `nil` when `position` is beyond `end`; an empty range for an empty element.
    func nextElement(_ position: inout Int, to end: Int, separator: UInt8 = UInt8(ascii: ",")) -> Range<Int>? {
        guard position <= end else { return nil }
        let comma = firstIndex(of: separator, in: position..<end) ?? end
        defer { position = comma + 1 }
        return trimmed(position..<comma)
    }

    /// Whether `range` spells exactly `text`.
    func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where self[range.lowerBound + offset] != text[byte: offset] { return false }
        return true
    }

    /// Whether `range` spells `text`, which is in lower case, without regard to ASCII case.
    func equalsIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        precondition(range.upperBound <= count)
        for offset in 0..<range.count {
            // Inside the span, which was checked once above.
            let byte = unsafe self[unchecked: range.lowerBound + offset]
            guard ASCII.lowercased(byte) == text[byte: offset] else { return false }
        }
        return true
    }

    /// The number spelled by `range`: digits only, at least one; `nil` for anything else, or beyond `Int64.max`.
    func decimal(_ range: Range<Int>) -> Int64? {
        guard case .number(let value) = number(range) else { return nil }
        return value
    }

    /// A run of digits as read by ``number(_:)``.
    enum Number: Equatable {
        case number(Int64), overflow, malformed
    }

    /// Reads `range` as digits only, at least one.
    func number(_ range: Range<Int>) -> Number {
        guard !range.isEmpty else { return .malformed }
        var value: Int64 = 0
        var overflows = false
        for position in range {
            let byte = self[position]
            guard ASCII.isDigit(byte) else { return .malformed }
            let (product, high) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(byte &- 0x30))
            overflows = overflows || high || carry
            value = overflows ? 0 : sum
        }
        return overflows ? .overflow : .number(value)
    }

    /// The text of `range`; `nil` when it is not UTF-8.
    func text(_ range: Range<Int>) -> String? {
        guard let valid = try? UTF8Span(validating: extracting(range)) else { return nil }
        return String(copying: valid)
    }

    /// A copy of `range`.
    func array(_ range: Range<Int>) -> [UInt8] {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension StaticString {
    /// The byte at an offset below `utf8CodeUnitCount`.
    fileprivate subscript(byte offset: Int) -> UInt8 {
        unsafe utf8Start[offset]
    }
}

extension Span<UInt8> {
    /// Reads a list element of the form `name [;q=weight]` (RFC 9110 section 12.4.2).
    ///
    /// - Returns: The name, not empty and without blanks at its ends, and the weight in thousandths, 0 to 1000; `nil`
    ///   for any other form.
    func weighted(_ element: Range<Int>) -> (name: Range<Int>, weight: Int)? {
        let semicolon = firstIndex(of: UInt8(ascii: ";"), in: element) ?? element.upperBound
        let name = trimmed(element.lowerBound..<semicolon)
        guard !name.isEmpty else { return nil }
        guard semicolon < element.upperBound else { return (name, 1_000) }
        let parameter = trimmed(semicolon + 1..<element.upperBound)
        guard parameter.count >= 3, parameter.count <= 7, equalsIgnoringCase(parameter.prefix(2), "q=") else {
            return nil
        }
        let value = parameter.dropFirst(2)
        guard value.count == 1 || self[value.lowerBound + 1] == UInt8(ascii: "."),
            self[value.lowerBound] == UInt8(ascii: "0") || self[value.lowerBound] == UInt8(ascii: "1")
        else { return nil }
        var weight = self[value.lowerBound] == UInt8(ascii: "1") ? 1_000 : 0
        var place = 100
        for position in value.dropFirst(2) {
            guard ASCII.isDigit(self[position]) else { return nil }
            weight += Int(self[position] &- 0x30) * place
            place /= 10
        }
        return weight <= 1_000 ? (name, weight) : nil
    }
}
