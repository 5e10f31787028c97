internal import Logging
internal import Platform

/// A duty that a running server has beside its requests.
///
/// A round runs on the thread of the jobs, which it may block for a moment, as a read of a small file does; never for as
/// long as another machine or a person takes. What it has to tell it returns; the runner logs it.
protocol Job: Sendable {
    /// For the metrics: words joined by hyphens.
    var name: String { get }
    var schedule: JobSchedule { get }
    /// What the log says where a round throws.
    var failure: JobFailure { get }
    var ending: JobEnding { get }

    /// Does what is due.
    ///
    /// `stop`: set once the service is about to stop, from when on a round begins nothing that may last.
    /// - Throws: `CancellationError` where it was cancelled, anything else where the round failed.
    func round(_ stop: StopFlag) async throws -> JobOutcome

    /// Ends a round that does not listen to cancellation; called only where `ending` is `.handedOver`.
    func cut() async
}

extension Job {
    var ending: JobEnding { .cancelled }
    func cut() async {}
}

/// When a job has its rounds.
enum JobSchedule: Sendable {
    case every(Duration)
    /// When anybody has changed the database, and after so long in any case.
    case onChange(atLeastEvery: Duration)
    /// Until a round is done.
    case once
}

/// What becomes of a job when the service stops.
enum JobEnding: Sendable {
    /// A round that is under way is cancelled and awaited.
    case cancelled
    /// A round that is under way is awaited, and a last one follows it.
    case lastRound
    /// No round begins from the first signal on. One that is under way may take `grace`, then it is cancelled and cut,
    /// and after `patience` it is left behind.
    case handedOver(grace: Duration, patience: Duration)
}

/// What came of a round.
struct JobOutcome: Sendable {
    enum Rest: Sendable, Equatable {
        case done
        /// Something is left to be done, after so long; zero: at once.
        case unfinished(after: Duration)
    }

    var rest = Rest.done
    var events: [JobEvent] = []

    static let done = JobOutcome()
}

/// Something for the log.
struct JobEvent: Sendable {
    let level: Logger.Level
    let message: Logger.Message
    let metadata: Logger.Metadata

    init(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        self.level = level
        self.message = message
        self.metadata = metadata
    }
}

/// How the log tells that a round failed.
struct JobFailure: Sendable {
    let message: Logger.Message
    /// The name of the field that holds the error.
    var field = "reason"

    func event(_ error: any Error) -> JobEvent {
        JobEvent(.error, message, [field: "\(error)"])
    }
}

/// Whether the service is about to stop; set once, from any thread.
final class StopFlag: Sendable {
    private let state = Locked(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
