extension Timestamp {
    /// ISO 8601 in UTC, for programs: `2026-03-10T17:00:00Z`.
    package var iso: String {
        let day = rawValue >= 0 ? rawValue / 86_400 : (rawValue - 86_399) / 86_400
        guard let date = CalendarDate(daysSince1970: day) else { return "" }
        let second = rawValue - day * 86_400
        let parts = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    /// Day and time as the clock on the wall in Germany shows them, for people: `2026-03-10 18:00`.
    package var local: String {
        guard let time = LocalTime(self) else { return "" }
        let parts = [time.hour, time.minute].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(time.date) \(parts.joined(separator: ":"))"
    }
}
