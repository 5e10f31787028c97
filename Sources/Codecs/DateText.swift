/// Days and times as people write them in German and English.
package enum DateText {
    private static let months: [Language: [String]] = [
        .german: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember",
        ],
        .english: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
    ]
    private static let weekdays: [Language: [String]] = [
        .german: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        .english: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ]

    /// `2. Februar 2017`, `2 February 2017`.
    package static func day(_ date: CalendarDate, _ language: Language) -> String {
        let month = months[language]?[date.month - 1] ?? ""
        return switch language {
        case .german: "\(date.day). \(month) \(date.year)"
        case .english: "\(date.day) \(month) \(date.year)"
        }
    }

    /// `Dienstag, 10. März 2026, 18:00 Uhr`, `Tuesday, 10 March 2026, 18:00`: Central European Time.
    package static func dayAndTime(_ moment: Timestamp, _ language: Language) -> String {
        guard let local = LocalTime(moment) else { return "–" }
        let weekday = weekdays[language]?[local.weekday - 1] ?? ""
        let time = "\(ASCII.padded(local.hour, to: 2)):\(ASCII.padded(local.minute, to: 2))"
        return switch language {
        case .german: "\(weekday), \(day(local.date, .german)), \(time) Uhr"
        case .english: "\(weekday), \(day(local.date, .english)), \(time)"
        }
    }
}
