package import Codecs
package import SQLite

/// A text that goes out in the office's name, and that the office may write in a file of its own.
package protocol OfficeText: Sendable {
    associatedtype Kind: OfficeTextKind
    associatedtype Reason: OfficeTextReason

    /// The longest file, in bytes.
    static var maximumBytes: Int { get }
    /// Where the last good source of each text is kept.
    static var adoptions: AdoptedTexts { get }

    /// Reads the content of a file; `file`: what to call it in a fault.
    static func read(
        _ bytes: [UInt8], as name: OfficeTextName<Kind>, file: String
    ) throws(SourceFault<Reason>) -> Self
    /// Reads a source that was without a fault when it was adopted; nil where this version refuses it.
    static func readAdopted(_ source: String, as name: OfficeTextName<Kind>) -> Self?
    /// What is in force without a file of the office; nil: nothing.
    static func builtIn(_ name: OfficeTextName<Kind>) -> Self?

    /// What `readAdopted` makes the same text of.
    var source: String { get }
}

extension OfficeText {
    /// The lines of a file, which end in LF or CRLF, without the byte order mark that some editors put before them.
    package static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.withoutByteOrderMark.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }
}

/// What there are texts about.
package protocol OfficeTextKind: RawRepresentable<String>, DatabaseValue, CaseIterable, Hashable, Sendable {}

/// What can be wrong with a text, whatever it is about; each has more of its own.
package protocol OfficeTextReason: Equatable, Sendable, CustomStringConvertible {
    /// No text has a file of this name.
    static func unknownName(nearest: String) -> Self
    /// The file itself, whatever is in it.
    static func file(_ refusal: TextFile.Refusal) -> Self
}

/// Which text, in which language: `credentials.de.txt`.
package struct OfficeTextName<Subject: OfficeTextKind>: Hashable, Sendable, CustomStringConvertible {
    package typealias Kind = Subject

    package let kind: Kind
    package let language: Language

    package init(_ kind: Kind, _ language: Language) {
        self.kind = kind
        self.language = language
    }

    /// The text that a file of this name would be; nil for any other name.
    package init?(fileName: String) {
        guard let name = Self.all.first(where: { $0.fileName == fileName }) else { return nil }
        self = name
    }

    package static var all: [Self] {
        Kind.allCases.flatMap { kind in Language.allCases.map { Self(kind, $0) } }
    }

    package var fileName: String { "\(kind.rawValue).\(language.rawValue).txt" }

    package var description: String { fileName }
}

/// The table in which the last good source of each text is kept.
package struct AdoptedTexts: Sendable {
    let find: SQL
    let save: SQL
    let remove: SQL

    /// `table`: with the columns kind, language, source and adopted_at.
    package init(table: SQL) {
        find = "SELECT source, adopted_at FROM \(table) WHERE kind = ? AND language = ?"
        save = """
            INSERT INTO \(table) (kind, language, source, adopted_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (kind, language) DO UPDATE SET source = excluded.source, adopted_at = excluded.adopted_at
            """
        remove = "DELETE FROM \(table) WHERE kind = ? AND language = ?"
    }
}
