/// How far a long task is, as one line.
struct ProgressText {
    /// What is done, in the manner of `Issuing`.
    let label: String
    let total: Int

    /// Blocks of the bar.
    private static let width = 12

    /// For a terminal, which draws it anew in place: `Issuing 18/31  ██████░░░░░░  0:12`, the time being what has passed.
    ///
    /// `isPlain`: without signs outside ASCII.
    func bar(done: Int, seconds: Int64, isPlain: Bool) -> String {
        let share = total > 0 ? min(max(done, 0), total) * ProgressText.width / total : 0
        let (full, empty) = isPlain ? ("#", ".") : ("█", "░")
        let bar = String(repeating: full, count: share) + String(repeating: empty, count: ProgressText.width - share)
        return "\(label) \(done)/\(total)  \(bar)  \(ProgressText.clock(seconds))"
    }

    /// For a file or a pipe, line below line: `Issuing: 18 of 31 after 0:12`.
    func line(done: Int, seconds: Int64) -> String {
        "\(label): \(done) of \(total) after \(ProgressText.clock(seconds))"
    }

    /// `0:12`, `12:34`, `1:02:03`.
    static func clock(_ seconds: Int64) -> String {
        let padded = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        let (minutes, rest) = max(0, seconds).quotientAndRemainder(dividingBy: 60)
        return minutes < 60
            ? "\(minutes):\(padded(rest))" : "\(minutes / 60):\(padded(minutes % 60)):\(padded(rest))"
    }
}
