internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite

/// Processes requests for access and for new credentials; `OutboxJob` hands over the mails that it writes.
final class RequestedMailJob: Job {
    private let processor: RequestedMailProcessor<AccessCodeHandler, CredentialRequestHandler>
    private let writer: Writer
    /// Which ceilings were reached in the last round: each is told of once.
    private let reached = Locked((codes: false, credentials: false))

    /// After which a round ends, so that the log tells of what is going on; the next one goes on.
    private static let longestRound = Duration.seconds(5)

    init(codes: AccessCodeHandler, credentials: CredentialRequestHandler, writer: Writer) {
        processor = RequestedMailProcessor(RequestedMailQueue(codes), RequestedMailQueue(credentials))
        self.writer = writer
    }

    let name = "requested-mails"
    /// An hour: only to forget what is outdated.
    let schedule = JobSchedule.onChange(atLeastEvery: .seconds(3600))
    let failure = JobFailure(message: "requests for new credentials were not seen to")

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        let end = ContinuousClock.now + Self.longestRound
        let report = try await processor.round(with: writer) { ContinuousClock.now >= end }
        let events = events(report.second) + events(report.first)
        reached.withLock { $0 = (report.first.isCeilingReached, report.second.isCeilingReached) }
        if report.isInterrupted { return JobOutcome(rest: .unfinished(after: .zero), events: events) }
        return JobOutcome(rest: report.isUnfinished ? .unfinished(after: .seconds(15)) : .done, events: events)
    }

    private func events(_ report: CredentialRequestHandler.Report) -> [JobEvent] {
        var events = report.mailed.map { JobEvent(.notice, "new credentials written", ["account": "\($0)"]) }
        if report.outdated > 0 {
            events.append(
                JobEvent(
                    .warning, "requests for new credentials waited for too long and were dropped",
                    ["requests": "\(report.outdated)"]))
        }
        events += report.failures.map {
            JobEvent(.error, "a mail with new credentials was not written", ["reason": "\($0)"])
        }
        if report.isCeilingReached, !reached.withLock({ $0.credentials }) {
            events.append(
                JobEvent(
                    .warning, "requests for new credentials wait: there were too many mails in the last hour",
                    ["setting": "\(Setting.of(\.requestedCredentialsPerHour).key)"]))
        }
        return events
    }

    private func events(_ report: AccessCodeHandler.Report) -> [JobEvent] {
        var events: [JobEvent] = []
        if report.codes > 0 { events.append(JobEvent(.notice, "access codes written", ["codes": "\(report.codes)"])) }
        if report.outdated > 0 {
            events.append(
                JobEvent(
                    .warning, "requests for access waited for too long and were dropped",
                    ["requests": "\(report.outdated)"]))
        }
        if report.forgotten > 0 {
            events.append(
                JobEvent(
                    .notice, "unconfirmed requests for access forgotten", ["requests": "\(report.forgotten)"]))
        }
        events += report.failures.map {
            JobEvent(.error, "a mail about access was not written", ["reason": "\($0)"])
        }
        if report.isCeilingReached, !reached.withLock({ $0.codes }) {
            events.append(
                JobEvent(
                    .warning, "requests for access wait: there were too many mails in the last hour",
                    ["setting": "\(Setting.of(\.accessCodesPerHour).key)"]))
        }
        return events
    }
}
