internal import Codecs

/// `Content-Disposition` with a file name that survives every browser (RFC 6266, RFC 8187).
package struct ContentDisposition: Sendable, Equatable {
    /// What a browser is to do with the content.
    package enum Kind: String, Sendable {
        case attachment, inline
    }

    /// The longest file name in bytes, the limit of common file systems.
    package static let longestName = 255

    /// The value of the field, ASCII only: `filename` for old clients, then `filename*`.
    package let fieldValue: String

    /// Makes the field for a file name from anywhere; the name is made safe first, see ``safeName(_:)``.
    package init(_ kind: Kind, fileName: String) {
        let name = Self.safeName(fileName)
        let encoded = PercentEncoding.encode(name, keeping: Self.isAttributeByte)
        fieldValue = "\(kind.rawValue); filename=\"\(Self.fallback(name))\"; filename*=UTF-8''\(encoded)"
    }

    /// A name that is one harmless file name on every system.
    ///
    /// Control and bidirectional marks vanish, path separators and what Windows forbids become `_`, leading dots and
    /// blanks and trailing ones go, at most ``longestName`` bytes of UTF-8 remain with the extension kept, and
    /// nothing becomes `download`.
    package static func safeName(_ text: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isHidden(scalar) {
            name.append(isForbidden(scalar) ? "_" : scalar)
        }
        while let first = name.first, isTrimmed(first) { name.removeFirst() }
        while let last = name.last, isTrimmed(last) { name.removeLast() }
        let safe = shortened(name)
        return safe.isEmpty ? "download" : String(safe)
    }

    private static func shortened(_ name: String.UnicodeScalarView) -> String.UnicodeScalarView {
        let size = String(name).utf8.count
        guard size > longestName else { return name }
        var suffix = String.UnicodeScalarView()
        if let dot = name.lastIndex(of: "."), String(name[dot...]).utf8.count <= 32 {
            suffix.append(contentsOf: name[dot...])
        }
        var room = longestName - String(suffix).utf8.count
        var stem = String.UnicodeScalarView()
        for scalar in name.dropLast(suffix.count) {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            stem.append(scalar)
        }
        while let last = stem.last, isTrimmed(last) { stem.removeLast() }
        return stem + suffix
    }

    /// The name in plain ASCII: German letters spelled out, other combining marks dropped, the rest `_`.
    private static func fallback(_ name: String) -> String {
        var text = ""
        var previous: Unicode.Scalar = "_"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "ä": text += "ae"
            case "ö": text += "oe"
            case "ü": text += "ue"
            case "Ä": text += "Ae"
            case "Ö": text += "Oe"
            case "Ü": text += "Ue"
            case "ß": text += "ss"
            case "ẞ": text += "SS"
            case "–", "—", "‐", "‑": text += "-"
            case "\u{308}" where "aouAOU".unicodeScalars.contains(previous): text += "e"
            case "\u{300}"..."\u{36F}": break
            case "%", ";": text += "_"
            default: text.unicodeScalars.append(scalar.isASCII ? scalar : "_")
            }
            previous = scalar
        }
        return text
    }

    /// Control characters, and marks that turn or hide text so that a name reads as another.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isControl || scalar.isLineSeparator || scalar.isBidirectionalControl || scalar.isInvisibleFormat
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "\\", ":", "*", "?", "\"", "<", ">", "|", "\u{2044}", "\u{2215}", "\u{29F5}", "\u{FF0F}", "\u{FF3C}":
            true
        default: false
        }
    }

    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar.properties.isWhitespace
    }

    /// Whether a byte is an `attr-char` (RFC 8187 section 3.2.1).
    private static func isAttributeByte(_ byte: UInt8) -> Bool {
        Byte.isToken(byte) && byte != UInt8(ascii: "*") && byte != UInt8(ascii: "'") && byte != Byte.percent
    }
}
