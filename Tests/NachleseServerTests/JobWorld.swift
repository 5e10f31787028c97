import Logging
import Platform
import SQLite
import SystemPackage
import TestSupport

@testable import NachleseServer

/// A runner with told jobs, over a real database, with a clock that stands until it is moved.
final class JobWorld: Sendable {
    let clock = ManualClock()
    let diary = Diary()
    /// Looks after the first one.
    private let looks = Progress()
    private let scratch: TemporaryFolder
    private let writer: Writer

    /// What happened, in order.
    final class Diary: Sendable {
        private let lines = Locked<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func note(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private actor Writer {
        private let database: Database

        init(_ database: sending Database) { self.database = database }

        func change() throws {
            try database.transaction { _ = try $0.run("INSERT INTO change DEFAULT VALUES") }
        }
    }

    init() throws {
        scratch = try TemporaryFolder()
        let database = try Database(path: scratch.path.appending("test.db"), access: .readWrite)
        try database.transaction { _ = try $0.run("CREATE TABLE change (id INTEGER PRIMARY KEY)") }
        writer = Writer(database)
    }

    /// Somebody changes the database.
    func change() async throws { try await writer.change() }

    func runner(_ jobs: [ToldJob]) throws -> JobRunner<ManualClock> {
        let diary = diary
        return try JobRunner(
            jobs, database: Database(path: scratch.path.appending("test.db"), access: .readOnly), clock: clock,
            logger: Logger(label: "test") { _ in DiaryHandler(diary: diary) })
    }

    func job(
        _ name: String, _ schedule: JobSchedule, ending: JobEnding = .cancelled,
        _ body: @escaping @Sendable (Int, StopFlag) async throws -> JobOutcome = { _, _ in .done }
    ) -> ToldJob {
        ToldJob(name: name, schedule: schedule, ending: ending, diary: diary, body: body)
    }

    /// Lets a runner look so many times more, a second apart; `tick` is the last of its jobs and has a round each second.
    func pass(_ seconds: Int, _ tick: ToldJob) async {
        for _ in 0..<seconds {
            await clock.untilAsleep()
            await tick.ended.wait(for: looks.count + 1)
            looks.advance()
            clock.advance(by: .seconds(1))
        }
        await tick.ended.wait(for: looks.count + 1)
        await clock.untilAsleep()
    }

    private struct DiaryHandler: LogHandler {
        let diary: Diary
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            diary.note("\(event.level) \(event.message) \(event.metadata ?? [:])")
        }
    }
}

/// A job that does as it is told, and notes its rounds.
final class ToldJob: Job {
    let name: String
    let schedule: JobSchedule
    let ending: JobEnding
    let failure = JobFailure(message: "it failed")
    private let diary: JobWorld.Diary
    private let body: @Sendable (Int, StopFlag) async throws -> JobOutcome
    private let begun = Progress()
    let ended = Progress()

    /// Rounds that were begun.
    var rounds: Int { begun.count }

    init(
        name: String, schedule: JobSchedule, ending: JobEnding, diary: JobWorld.Diary,
        body: @escaping @Sendable (Int, StopFlag) async throws -> JobOutcome
    ) {
        self.name = name
        self.schedule = schedule
        self.ending = ending
        self.diary = diary
        self.body = body
    }

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        begun.advance()
        let number = begun.count
        diary.note("\(name) \(number)")
        defer { ended.advance() }
        return try await body(number, stop)
    }

    func cut() async { diary.note("\(name) cut") }
}
