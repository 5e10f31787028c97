import FoundationEssentials
import Glibc
import Platform
import SQLite

/// Shows on standard error how far a task is, once it has taken longer than two seconds.
///
/// At a terminal it draws one line in place, elsewhere it writes a line each ten seconds.
final class ProgressMeter: Sendable {
    private enum Style {
        case bar(isPlain: Bool)
        case lines
    }

    private struct State {
        var lastShown: ContinuousClock.Instant?
        var isDrawn = false
    }

    private static let patience = Duration.seconds(2)
    private static let drawing = Duration.milliseconds(100)
    private static let writing = Duration.seconds(10)

    private let context: CommandContext
    private let text: ProgressText
    private let style: Style
    private let start = ContinuousClock.now
    private let state = Locked(State())

    /// Begins to count the time.
    init(_ label: String, total: Int, in context: CommandContext) {
        self.context = context
        text = ProgressText(label: label, total: total)
        let isTerminal = context.streams.isMessagesTerminal && context.environment["TERM"] != "dumb"
        style = isTerminal ? .bar(isPlain: context.variable("NO_COLOR") != nil) : .lines
    }

    /// Tells that so many are done.
    @Sendable func update(_ done: Int) {
        let now = ContinuousClock.now
        let elapsed = now - start
        state.withLock { state in
            switch style {
            case .bar(let isPlain):
                guard elapsed >= ProgressMeter.patience else { return }
                guard state.lastShown.map({ now - $0 >= ProgressMeter.drawing }) ?? true else { return }
                context.redraw(text.bar(done: done, seconds: elapsed.components.seconds, isPlain: isPlain))
                state.isDrawn = true
            case .lines:
                guard now - (state.lastShown ?? start) >= ProgressMeter.writing else { return }
                context.note(text.line(done: done, seconds: elapsed.components.seconds))
            }
            state.lastShown = now
        }
    }

    /// Takes the line away, so that messages come on a clean one.
    func finish() {
        state.withLock { state in
            if state.isDrawn { context.redraw("") }
            state.isDrawn = false
        }
    }
}

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
