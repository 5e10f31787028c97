internal import Letters
internal import Logging
internal import Nachlese
internal import SQLite

/// Tells the office of requests for access, and forgets old ones.
struct AccessNotificationJob: Job {
    private let notifier: AccessRequestNotifier
    private let writer: Writer

    init(_ notifier: AccessRequestNotifier, writer: Writer) {
        self.notifier = notifier
        self.writer = writer
    }

    let name = "access-notifications"
    let schedule = JobSchedule.every(.seconds(5))
    let failure = JobFailure(message: "requests for access were not seen to")

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        guard let report = try await notifier.round(with: writer) else { return .done }
        return JobOutcome(events: events(report))
    }

    private func events(_ report: AccessRequestNotifier.Report) -> [JobEvent] {
        var events: [JobEvent] = []
        if report.announced > 0 {
            events.append(
                JobEvent(.notice, "office told of new requests for access", ["requests": "\(report.announced)"]))
        }
        if report.reminded > 0 {
            events.append(
                JobEvent(.notice, "office told of waiting requests for access", ["requests": "\(report.reminded)"]))
        }
        if report.untold > 0 {
            events.append(
                JobEvent(
                    .warning, "requests for access are about to be forgotten, and no office can be told",
                    ["requests": "\(report.untold)", "setting": "\(Setting.of(\.office.email).key)"]))
        }
        if report.forgottenDecided > 0 || report.forgottenOpen > 0 {
            events.append(
                JobEvent(
                    .notice, "old requests for access forgotten",
                    ["decided": "\(report.forgottenDecided)", "undecided": "\(report.forgottenOpen)"]))
        }
        return events
    }
}
