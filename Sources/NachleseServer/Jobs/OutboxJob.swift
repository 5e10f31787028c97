internal import Codecs
internal import Letters
internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite

/// Hands over the mails of the outbox.
///
/// One that is on its way when the service stops gets five seconds, then it is told to give up, for which it has three.
/// One that does not is left behind: it waits in the outbox as if it had not been begun.
final class OutboxJob: Job {
    private let sender: OutboxSender
    private let writer: Writer
    private let state = Locked(State())

    private struct State {
        var isBegun = false
        /// Whether what was handed over may still stand in the log of the database; a killed process may have left it.
        var hasLogToEmpty = true
        var pausedUntil: Timestamp?
    }

    init(_ sender: OutboxSender, writer: Writer) {
        self.sender = sender
        self.writer = writer
    }

    let name = "outbox"
    /// Well below the shortest back-off of the sender.
    let schedule = JobSchedule.onChange(atLeastEvery: .seconds(10))
    let failure = JobFailure(message: "the outbox was not handed over")
    let ending = JobEnding.handedOver(grace: .seconds(5), patience: .seconds(3))

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        var outcome = JobOutcome()
        if state.withLock({ !$0.isBegun }) {
            state.withLock { $0.isBegun = true }
            do {
                try await sender.releaseHeldBack(with: writer)
            } catch {
                outcome.events.append(JobFailure(message: "the outbox was not looked through").event(error))
            }
        }
        try await emptyLog()
        let report = try await sender.deliverDue(with: writer) { !stop.isSet }
        outcome.events += events(report)
        state.withLock { state in
            state.hasLogToEmpty = state.hasLogToEmpty || !report.isLogEmpty
            state.pausedUntil = report.pausedUntil
            // Another process hands over at this moment: what it leaves is looked at in the next round.
            if report.isElsewhere || state.hasLogToEmpty { outcome.rest = .unfinished(after: .seconds(1)) }
        }
        return outcome
    }

    func cut() async {
        await sender.giveUp()
    }

    private func emptyLog() async throws {
        guard state.withLock({ $0.hasLogToEmpty }) else { return }
        let isEmpty = try await writer.truncateLog()
        state.withLock { $0.hasLogToEmpty = !isEmpty }
    }

    private func events(_ report: OutboxSender.Report) -> [JobEvent] {
        var events = report.handedOver.map { JobEvent(.info, "mail handed over", ["mail": "\($0)"]) }
        events += report.delayed.map { setback in
            JobEvent(
                .warning, "mail delayed",
                [
                    "mail": "\(setback.mail)", "reason": "\(setback.reason.withoutAddresses)",
                    "until": "\(setback.nextAttempt?.local ?? "")",
                ])
        }
        events += report.undeliverable.map { setback in
            JobEvent(
                .error, "mail undeliverable",
                ["mail": "\(setback.mail)", "reason": "\(setback.reason.withoutAddresses)"])
        }
        if let outage = report.outage {
            events.append(
                JobEvent(
                    .error, "the mail service takes nothing",
                    [
                        "reason": "\(outage.reason.withoutAddresses)", "waiting": "\(outage.heldBack)",
                        "until": "\(outage.nextAttempt.local)",
                    ]))
        }
        if let end = report.pausedUntil, end != state.withLock({ $0.pausedUntil }) {
            events.append(
                JobEvent(.notice, "as many mails went out as the settings allow", ["until": "\(end.local)"]))
        }
        return events
    }
}

extension String {
    /// Without e-mail addresses, which mail servers like to repeat: the log is not the place for them.
    fileprivate var withoutAddresses: String {
        utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { $0.contains(UInt8(ascii: "@")) ? "(address)" : String(Substring($0)) }.joined(separator: " ")
    }
}
