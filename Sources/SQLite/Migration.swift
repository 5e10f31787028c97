import Codecs

/// One step of the schema, read from a file `NNNN-name.sql`.
package struct Migration: Equatable, Sendable {
    /// Its place in the order; from 1.
    package let number: UInt16

    /// What it does, in a few words, as in the file's name.
    package let name: String

    /// Its statements, in UTF-8.
    package let sql: [UInt8]

    package init(number: UInt16, name: String, sql: [UInt8]) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// Takes number and name from a file's name: four digits, a hyphen, small letters, digits and hyphens, `.sql`.
    ///
    /// - Returns: `nil` for any other name, and for the number 0.
    package init?(fileName: String, sql: [UInt8]) {
        let bytes = Array(fileName.utf8)
        let suffix = Array(".sql".utf8)
        guard bytes.count > 5 + suffix.count, Array(bytes.suffix(suffix.count)) == suffix, bytes[4] == UInt8(ascii: "-")
        else { return nil }
        let name = bytes[5...].dropLast(suffix.count)
        guard let number: UInt16 = ASCII.number(bytes.prefix(4)), number > 0, name.allSatisfy(Self.isAllowed) else {
            return nil
        }
        self.init(number: number, name: String(decoding: name, as: UTF8.self), sql: sql)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        ASCII.isLowercase(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
    }
}

extension Migration: CustomStringConvertible {
    package var description: String { Self.title(number: Int64(number), name: name) }

    /// `0001-name`, as in the file's name.
    static func title(number: Int64, name: String) -> String {
        ASCII.padded(number, to: 4) + "-" + name
    }
}
