import FoundationEssentials
import Glibc
import SQLite

/// Shows on standard error how far a task is, once it has taken longer than two seconds.
///
/// At a terminal it draws one line in place, elsewhere it writes a line each ten seconds.
final class ProgressMeter {
    private enum Style {
        case bar(isPlain: Bool)
        case lines
    }

    private static let patience = Duration.seconds(2)
    private static let drawing = Duration.milliseconds(100)
    private static let writing = Duration.seconds(10)

    private let text: ProgressText
    private let style: Style
    private let start = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?
    private var isDrawn = false

    /// Begins to count the time.
    init(_ label: String, total: Int, environment: [String: String] = ProcessInfo.processInfo.environment) {
        text = ProgressText(label: label, total: total)
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        style = isTerminal ? .bar(isPlain: environment["NO_COLOR"].map { !$0.isEmpty } ?? false) : .lines
    }

    /// Tells that so many are done.
    func update(_ done: Int) {
        let now = ContinuousClock.now
        let elapsed = now - start
        switch style {
        case .bar(let isPlain):
            guard elapsed >= ProgressMeter.patience else { return }
            guard lastShown.map({ now - $0 >= ProgressMeter.drawing }) ?? true else { return }
            Output.redraw(text.bar(done: done, seconds: elapsed.components.seconds, isPlain: isPlain))
            isDrawn = true
        case .lines:
            guard now - (lastShown ?? start) >= ProgressMeter.writing else { return }
            Output.note(text.line(done: done, seconds: elapsed.components.seconds))
        }
        lastShown = now
    }

    /// Takes the line away, so that messages come on a clean one.
    func finish() {
        if isDrawn { Output.redraw("") }
        isDrawn = false
    }
}
