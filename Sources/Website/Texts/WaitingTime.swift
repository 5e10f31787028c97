/// A waiting time in words, rounded up.
enum WaitingTime {
    static func german(_ seconds: Int64) -> String {
        guard seconds >= 60 else { return seconds <= 1 ? "1 Sekunde" : "\(seconds) Sekunden" }
        let minutes = (seconds - 1) / 60 + 1
        return minutes == 1 ? "1 Minute" : "\(minutes) Minuten"
    }

    static func english(_ seconds: Int64) -> String {
        guard seconds >= 60 else { return seconds <= 1 ? "1 second" : "\(seconds) seconds" }
        let minutes = (seconds - 1) / 60 + 1
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }
}
