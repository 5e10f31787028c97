import Codecs
import SQLite

/// What a request for access is called among people: `A-2026-0143`, counted anew each year.
package struct AccessReference: Hashable, Sendable, CustomStringConvertible {
    package let year: Int
    package let number: Int

    init(year: Int, number: Int) {
        self.year = year
        self.number = number
    }

    /// Reads it as people type it: in small letters, too, and without the zeros.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("A".utf8) || parts[0].elementsEqual("a".utf8),
            parts[1].count == 4, (1...9).contains(parts[2].count),
            let year: Int = ASCII.number(parts[1]), let number: Int = ASCII.number(parts[2]), year > 0, number > 0
        else { return nil }
        self.init(year: year, number: number)
    }

    package var description: String {
        "A-\(ASCII.padded(year, to: 4))-\(ASCII.padded(number, to: 4))"
    }
}

extension AccessReference: RawRepresentable, DatabaseValue {
    package var rawValue: String { description }

    package init?(rawValue: String) {
        self.init(rawValue)
    }
}

extension AccessReference {
    /// The next one of the year; one that was given is never given again, though requests are forgotten.
    static func next(now: Timestamp, in transaction: borrowing Transaction) throws -> AccessReference {
        let year = LocalTime(now)?.date.year ?? 1970
        let number: Int? = try transaction.first(
            """
            INSERT INTO access_request_number (year, newest) VALUES (?, 1)
            ON CONFLICT (year) DO UPDATE SET newest = newest + 1 RETURNING newest
            """, year)
        return AccessReference(year: year, number: number ?? 1)
    }
}
