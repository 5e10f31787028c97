import Codecs

/// Days and moments as people read them, and as programs do (`<time>`).
enum TimeElement {
    static func day(_ date: CalendarDate, _ visit: Visit) -> HTML {
        "<time datetime=\"\(date.description)\">\(DateText.day(date, visit.language))</time>"
    }

    static func dayAndTime(_ moment: Timestamp, _ visit: Visit) -> HTML {
        "<time datetime=\"\(moment.internetText)\">\(DateText.dayAndTime(moment, visit.language))</time>"
    }

    /// A sentence about a day: what the words say, with the day in it marked.
    static func sentence(_ moment: Timestamp, _ visit: Visit, _ words: (String) -> String) -> HTML {
        guard let date = LocalTime(moment)?.date else { return HTML(text: words("–")) }
        let day = DateText.day(date, visit.language)
        let sentence = words(day)
        // By bytes: a search by characters takes longer than all else of a row.
        let bytes = Array(sentence.utf8)
        let length = day.utf8.count
        let place = bytes.indices.first { bytes[$0...].starts(with: day.utf8) }
        guard let place else { return HTML(text: sentence) }
        let before = String(decoding: bytes[..<place], as: UTF8.self)
        let behind = String(decoding: bytes[(place + length)...], as: UTF8.self)
        return "\(before)\(TimeElement.day(date, visit))\(behind)"
    }
}
