internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite
internal import Website

/// Writes down once a second what was delivered to members, and what is left when the last connection has ended.
struct DownloadLedgerJob: Job {
    let ledger: DownloadLedger
    let recorder: DownloadRecorder

    let name = "downloads"
    let schedule = JobSchedule.every(.seconds(1))
    let failure = JobFailure(message: "downloads were not written down")
    let ending = JobEnding.lastRound

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        try await ledger.flush(with: recorder)
        return .done
    }
}

/// Writes down once a second which sessions were used, and what is left when the last connection has ended.
struct SessionUseJob: Job {
    let uses: SessionUses
    let writer: Writer

    let name = "session-uses"
    let schedule = JobSchedule.every(.seconds(1))
    let failure = JobFailure(message: "the use of a session was not noted", field: "error")
    let ending = JobEnding.lastRound

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        try await uses.flush(with: writer)
        return .done
    }
}
