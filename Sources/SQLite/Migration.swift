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
        var number: UInt16 = 0
        for digit in bytes.prefix(4) {
            guard ASCII.isDigit(digit) else { return nil }
            number = number * 10 + UInt16(digit - UInt8(ascii: "0"))
        }
        let name = bytes[5...].dropLast(suffix.count)
        guard number > 0, name.allSatisfy(Self.isAllowed) else { return nil }
        self.init(number: number, name: String(decoding: name, as: UTF8.self), sql: sql)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension Migration: CustomStringConvertible {
    package var description: String { Self.title(number: Int64(number), name: name) }

    /// `0001-name`, as in the file's name.
    static func title(number: Int64, name: String) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "-" + name
    }
}
