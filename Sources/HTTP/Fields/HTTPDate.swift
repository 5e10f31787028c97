internal import Codecs
internal import Glibc

/// Dates of HTTP fields (RFC 9110 section 5.6.7) as seconds since 1970, by arithmetic alone.
package enum HTTPDate {
    /// The seconds that can be written: the years 1970 to 9999.
    package static let range: ClosedRange<Int64> = 0...253_402_300_799

    /// The machine's clock, in seconds since 1970.
    package static var now: Int64 { Int64(Glibc.time(nil)) }

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let longDays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let secondsPerDay: Int64 = 86_400

    /// Writes seconds since 1970 as an IMF-fixdate, 29 bytes; what is outside ``range`` is moved to its nearer end.
    package static func format(_ seconds: Int64) -> [UInt8] {
        let seconds = min(max(seconds, range.lowerBound), range.upperBound)
        let day = seconds / secondsPerDay
        let time = Int(seconds % secondsPerDay)
        let date = CivilDate(daysSince1970: day)
        var text: [UInt8] = []
        text.reserveCapacity(29)
        func append(_ number: Int) {
            text.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
            text.append(UInt8(ascii: "0") + UInt8(number % 10))
        }
        text.append(contentsOf: days[CivilDate.weekday(daysSince1970: day) - 1].utf8)
        text.append(contentsOf: ", ".utf8)
        append(date.day)
        text.append(Byte.space)
        text.append(contentsOf: months[date.month - 1].utf8)
        text.append(Byte.space)
        append(date.year / 100)
        append(date.year)
        text.append(Byte.space)
        append(time / 3_600)
        text.append(UInt8(ascii: ":"))
        append(time / 60 % 60)
        text.append(UInt8(ascii: ":"))
        append(time % 60)
        text.append(contentsOf: " GMT".utf8)
        return text
    }

    /// Reads a date in any of the three forms; `nil` for everything else, and for days that do not exist.
    ///
    /// - Parameters:
    ///   - bytes: The field's value without blanks around it.
    ///   - reference: The time that a two-digit year is read near: never more than 50 years after it.
    /// - Returns: Seconds since 1970, within ``range``.
    package static func parse(_ bytes: Span<UInt8>, near reference: Int64) -> Int64? {
        guard bytes.count >= 24, bytes.count <= 33 else { return nil }
        if bytes.count == 29, bytes[3] == UInt8(ascii: ",") {
            guard name(bytes, 0..<3, days) != nil, bytes.equals(3..<5, ", "), bytes[7] == Byte.space,
                bytes[11] == Byte.space, bytes[16] == Byte.space, bytes.equals(25..<29, " GMT"),
                let month = name(bytes, 8..<11, months)
            else { return nil }
            return seconds(
                year: bytes.decimal(12..<16), month: month + 1, day: bytes.decimal(5..<7), time: time(bytes, 17..<25))
        }
        if bytes.count == 24, bytes[3] == Byte.space { return asctime(bytes) }
        return rfc850(bytes, near: reference)
    }

    private static func asctime(_ bytes: Span<UInt8>) -> Int64? {
        guard name(bytes, 0..<3, days) != nil, let month = name(bytes, 4..<7, months), bytes[7] == Byte.space,
            bytes[10] == Byte.space, bytes[19] == Byte.space
        else { return nil }
        let day = bytes[8] == Byte.space ? 9..<10 : 8..<10
        return seconds(
            year: bytes.decimal(20..<24), month: month + 1, day: bytes.decimal(day), time: time(bytes, 11..<19))
    }

    private static func rfc850(_ bytes: Span<UInt8>, near reference: Int64) -> Int64? {
        guard let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: 0..<bytes.count), bytes.count == comma + 24,
            name(bytes, 0..<comma, longDays) != nil, bytes[comma + 1] == Byte.space,
            bytes[comma + 4] == UInt8(ascii: "-"), bytes[comma + 8] == UInt8(ascii: "-"),
            bytes[comma + 11] == Byte.space, bytes.equals(comma + 20..<comma + 24, " GMT"),
            let month = name(bytes, comma + 5..<comma + 8, months),
            let shortYear = bytes.decimal(comma + 9..<comma + 11), let day = bytes.decimal(comma + 2..<comma + 4),
            let time = time(bytes, comma + 12..<comma + 20)
        else { return nil }
        let present = min(max(reference, range.lowerBound), range.upperBound)
        let today = CivilDate(daysSince1970: present / secondsPerDay)
        let last = Int64(today.year) + 50
        // The latest year up to that one, in which only a part still lies within 50 years.
        var year = last - (last - shortYear) % 100
        let isLate = (month + 1, day, time) > (today.month, Int64(today.day), present % secondsPerDay)
        if year == last, isLate { year -= 100 }
        return seconds(year: year, month: month + 1, day: day, time: time)
    }

    /// The index of the name that `range` spells, case-sensitively as the grammar has it.
    private static func name(_ bytes: Span<UInt8>, _ range: Range<Int>, _ names: [String]) -> Int? {
        let spelled = bytes.array(range)
        return names.firstIndex { $0.utf8.elementsEqual(spelled) }
    }

    /// The second of the day spelled `hh:mm:ss`; a leap second counts as the second behind it.
    private static func time(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        let start = range.lowerBound
        guard bytes[start + 2] == UInt8(ascii: ":"), bytes[start + 5] == UInt8(ascii: ":"),
            let hour = bytes.decimal(start..<start + 2), hour < 24,
            let minute = bytes.decimal(start + 3..<start + 5), minute < 60,
            let second = bytes.decimal(start + 6..<start + 8), second <= 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func seconds(year: Int64?, month: Int, day: Int64?, time: Int64?) -> Int64? {
        guard let year, let day, let time, let date = CivilDate(year: Int(year), month: month, day: Int(day)) else {
            return nil
        }
        let value = date.daysSince1970 * secondsPerDay + time
        return range.contains(value) ? value : nil
    }
}

/// The value of `Date`, written once a second instead of once a response.
package struct DateCache: Sendable {
    private var second = Int64.min
    private var text: [UInt8] = []

    package init() {}

    /// The date of that second since 1970 as an IMF-fixdate.
    package mutating func value(at second: Int64) -> [UInt8] {
        if second != self.second {
            self.second = second
            text = HTTPDate.format(second)
        }
        return text
    }
}
