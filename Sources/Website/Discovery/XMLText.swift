import Codecs

extension HTML {
    /// A text for an XML document: without what XML 1.0 cannot hold (section 2.2), escaped.
    init(xml text: String) {
        let scalars = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...0x10FFFF: true
            default: false
            }
        }
        self.init(text: String(String.UnicodeScalarView(scalars)))
    }
}

extension Timestamp {
    /// A moment as RFC 3339 has it, in UTC; what no four digits of a year can say is 1970.
    var internetText: String {
        let day = rawValue >= 0 ? rawValue / 86_400 : (rawValue - 86_399) / 86_400
        guard let date = CalendarDate(daysSince1970: day) else { return "1970-01-01T00:00:00Z" }
        let second = rawValue - day * 86_400
        let parts = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    /// The day of it in UTC.
    var internetDay: String { String(internetText.prefix(10)) }
}
