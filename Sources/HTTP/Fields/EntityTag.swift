internal import Codecs

/// An entity tag (RFC 9110 section 8.8.3).
package struct EntityTag: Sendable, Hashable {
    /// The tag as it stands in a field, with quotes, and with `W/` when it is weak.
    package let fieldValue: String
    package let isWeak: Bool

    /// Makes a tag from what stands between the quotes; `nil` when that holds a quote, a blank or a control byte.
    package init?(_ opaque: String, isWeak: Bool = false) {
        guard opaque.utf8.allSatisfy(Self.isTagByte) else { return nil }
        self.init(checked: opaque, isWeak: isWeak)
    }

    /// Makes a strong tag of 128 bits.
    init(_ bits: (UInt64, UInt64)) {
        self.init(checked: Hex.encode(bits.0) + Hex.encode(bits.1), isWeak: false)
    }

    private init(checked opaque: String, isWeak: Bool) {
        self.isWeak = isWeak
        self.fieldValue = isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\""
    }

    /// Whether both are strong and the same bytes.
    package func matchesStrongly(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && fieldValue.utf8.elementsEqual(other.fieldValue.utf8)
    }

    /// Whether both are the same bytes, weak or not.
    package func matchesWeakly(_ other: EntityTag) -> Bool {
        fieldValue.utf8.dropFirst(isWeak ? 2 : 0)
            .elementsEqual(other.fieldValue.utf8.dropFirst(other.isWeak ? 2 : 0))
    }

    /// Whether a byte is an `etagc`.
    static func isTagByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != Byte.quote && byte != 0x7F
    }

    /// Takes one tag from `position` of `bytes` and moves it behind; `nil` when there is no valid one.
    static func take(_ bytes: Span<UInt8>, _ position: inout Int) -> EntityTag? {
        var start = position
        let isWeak = start + 1 < bytes.count && bytes.equals(start..<start + 2, "W/")
        if isWeak { start += 2 }
        guard start < bytes.count, bytes[start] == Byte.quote else { return nil }
        var end = start + 1
        while end < bytes.count, isTagByte(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == Byte.quote, let opaque = bytes.text(start + 1..<end) else { return nil }
        position = end + 1
        return EntityTag(checked: opaque, isWeak: isWeak)
    }
}
