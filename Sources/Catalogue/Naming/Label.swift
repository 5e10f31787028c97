import Codecs
import SQLite

/// One line of text that people typed and that is shown again: a name, a title, a place.
///
/// Normalised on the way in: control characters and line breaks become spaces, spaces at the ends and runs of them
/// are folded, bidirectional overrides (which can make one text look like another) are dropped. At most
/// `maximumLength` bytes of UTF-8.
package struct Label: Hashable, Sendable {
    package static let maximumLength = 300

    package enum Fault: Error, Equatable {
        case empty
        /// Longer than this many bytes.
        case tooLong(Int)
    }

    package let text: String

    /// `allowsEmpty`: whether nothing at all is a value, too.
    package init(_ typed: String, allowsEmpty: Bool = false) throws(Fault) {
        var scalars = String.UnicodeScalarView()
        for scalar in typed.unicodeScalars where !scalar.isBidirectionalControl {
            if !Label.isBlank(scalar) {
                scalars.append(scalar)
            } else if let last = scalars.last, last != " " {
                scalars.append(" ")
            }
        }
        if scalars.last == " " { scalars.removeLast() }
        let text = String(scalars)
        guard allowsEmpty || !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Label.maximumLength else { throw .tooLong(Label.maximumLength) }
        self.text = text
    }

    /// Nothing at all.
    package init() {
        text = ""
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        // The tables of Unicode are slow, and most of what is read from the database is ASCII.
        scalar == " " || scalar.isControl || !scalar.isASCII && scalar.properties.isWhitespace
    }
}
