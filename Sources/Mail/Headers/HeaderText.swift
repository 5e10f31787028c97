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

/// Why a text cannot stand in a header.
package enum InvalidHeaderText: Error, Sendable, Hashable {
    /// CR, LF, NUL, a tabulator, another control character (C0, DEL, C1), or a Unicode line or paragraph separator.
    case controlCharacter
}

extension InvalidHeaderText: CustomStringConvertible {
    /// The reason in English, for logs; it never repeats the input.
    package var description: String {
        switch self {
        case .controlCharacter: "the text has a line end or another control character"
        }
    }
}

/// A person or an office with an address: `mailbox` of RFC 5322 section 3.4.
package struct Mailbox: Sendable, Hashable {
    /// The name shown to the reader, without blanks around it and with single blanks inside; never empty.
    package let name: HeaderText?

    package let address: EmailAddress

    /// Makes a mailbox; a name of nothing but blanks is no name.
    ///
    /// Runs of blanks become one, since folding (RFC 5322 section 2.2.3) leaves their number open in a name.
    /// - Throws: ``InvalidHeaderText`` for a name with a line end, a NUL or another control character.
    package init(name: String? = nil, address: EmailAddress) throws(InvalidHeaderText) {
        self.address = address
        guard let name else {
            self.name = nil
            return
        }
        let text = try HeaderText(name)
        let words = text.text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        self.name = words.isEmpty ? nil : try HeaderText(words.joined(separator: " "))
    }

    /// Makes a mailbox of a bare address.
    package init(_ address: EmailAddress) {
        name = nil
        self.address = address
    }
}
