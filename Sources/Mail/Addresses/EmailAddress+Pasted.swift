import Codecs

extension EmailAddress {
    /// Takes an address as people paste it.
    ///
    /// Blanks and invisible marks around it, `mailto:` before it, a full-width `＠` and the form `Name <a@b.example>`
    /// are understood; the name is dropped. A name with another address in it is refused with ``InvalidEmailAddress/severalAts``
    /// rather than half of the input being used.
    package init(pasted text: String) throws(InvalidEmailAddress) {
        guard text.utf8.count <= 1000 else { throw .tooLong }
        let mapped = text.unicodeScalars.map { $0 == "\u{FF20}" ? "@" : $0 }
        var scalars = mapped.trimming(while: \.isWhitespaceOrFormat)
        guard let start = scalars.firstIndex(of: "<"), scalars.last == ">",
            scalars.lastIndex(of: "<") == start, scalars.firstIndex(of: ">") == scalars.indices.last
        else {
            try self.init(Self.withoutScheme(scalars))
            return
        }
        let name = scalars[..<start].trimming { $0.isWhitespaceOrFormat || $0 == "\"" || $0 == "'" }
        scalars = scalars[(start + 1)...].dropLast().trimming(while: \.isWhitespaceOrFormat)
        try self.init(Self.withoutScheme(scalars))
        // Outlook repeats the address as the name when it knows no better.
        if name.contains("@"), try EmailAddress(Self.string(name)) != self { throw .severalAts }
    }

    private static func withoutScheme(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        let text = string(scalars)
        let scheme = "mailto:"
        let start = ASCII.lowercased(String(decoding: text.utf8.prefix(scheme.utf8.count), as: UTF8.self))
        return start == scheme ? String(decoding: text.utf8.dropFirst(scheme.utf8.count), as: UTF8.self) : text
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
