import Codecs
import SQLite

/// The part of an address that names a series, a module or a presentation.
///
/// Lower-case ASCII letters and digits in words joined by single hyphens, 1 to 64 bytes: it needs no escaping in a
/// URL, a file name or a command line.
package struct Slug: RawRepresentable, DatabaseValue, Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 64

    package let rawValue: String

    package init?(rawValue: String) {
        guard (1...Slug.maximumLength).contains(rawValue.utf8.count) else { return nil }
        var previous = UInt8(ascii: "-")
        for byte in rawValue.utf8 {
            let isSingleHyphen = byte == UInt8(ascii: "-") && previous != UInt8(ascii: "-")
            guard isSingleHyphen || ASCII.isLowercase(byte) || ASCII.isDigit(byte) else { return nil }
            previous = byte
        }
        guard previous != UInt8(ascii: "-") else { return nil }
        self.rawValue = rawValue
    }

    package init?(_ text: String) {
        self.init(rawValue: text)
    }

    /// A slug made from a title: umlauts written out, everything else that is no letter or digit a hyphen.
    ///
    /// Nil when nothing of the title is left.
    package init?(title: String) {
        var words: [UInt8] = []
        for scalar in title.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": words.append(ASCII.lowercased(UInt8(scalar.value)))
            case "ä", "Ä": words += Array("ae".utf8)
            case "ö", "Ö": words += Array("oe".utf8)
            case "ü", "Ü": words += Array("ue".utf8)
            case "ß", "ẞ": words += Array("ss".utf8)
            case "é", "è", "ê", "É": words.append(UInt8(ascii: "e"))
            case "á", "à", "â", "Á": words.append(UInt8(ascii: "a"))
            default:
                if let last = words.last, last != UInt8(ascii: "-") { words.append(UInt8(ascii: "-")) }
            }
        }
        words = Array(words.prefix(Slug.maximumLength))
        while words.last == UInt8(ascii: "-") { words.removeLast() }
        self.init(rawValue: String(decoding: words, as: UTF8.self))
    }

    package var description: String { rawValue }

    /// This slug with a number behind it, for the second thing of the same name.
    package func numbered(_ number: Int) -> Slug? {
        let suffix = "-\(number)"
        var stem = Array(rawValue.utf8.prefix(Slug.maximumLength - suffix.utf8.count))
        while stem.last == UInt8(ascii: "-") { stem.removeLast() }
        return Slug(rawValue: String(decoding: stem, as: UTF8.self) + suffix)
    }
}
