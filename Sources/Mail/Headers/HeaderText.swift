import Codecs

/// A text for a header, without anything that could end the line: the one gate by which outside text gets there.
package struct HeaderText: Sendable, Hashable {
    /// The text as given, in Unicode; it may be empty.
    package let text: String

    /// Takes a text of one line.
    ///
    /// - Throws: ``InvalidHeaderText/controlCharacter``; nothing is cleaned silently.
    package init(_ text: String) throws(InvalidHeaderText) {
        for scalar in text.unicodeScalars where scalar.isControl || scalar.isLineSeparator {
            throw .controlCharacter
        }
        self.text = text
    }
}

extension HeaderText: CustomStringConvertible {
    /// The text as given.
    package var description: String { text }
}
