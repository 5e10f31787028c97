import Logging
import Testing

@testable import NachleseServer

@Suite(.timeLimit(.minutes(1))) struct JobRunnerTests {
    /// What waits until it is cancelled.
    private static func forever() async throws {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    @Test func `a job with an interval has a round at once and one after each interval`() async throws {
        let world = try JobWorld()
        let slow = world.job("slow", .every(.seconds(3)))
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([slow, tick])
        await runner.start()
        await world.pass(1, tick)
        #expect(slow.rounds == 1)
        await world.pass(1, tick)
        #expect(slow.rounds == 1)
        await world.pass(1, tick)
        #expect(slow.rounds == 2)
        await world.pass(6, tick)
        #expect(slow.rounds == 4 && tick.rounds == 10)
        await runner.stop()
    }

    @Test func `a job on change has a round when somebody has committed, and after its longest pause`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .onChange(atLeastEvery: .seconds(10)))
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([job, tick])
        await runner.start()
        await world.pass(2, tick)
        // The first stamp of a connection is of another kind.
        let begun = job.rounds
        #expect((1...2).contains(begun))
        await world.pass(3, tick)
        #expect(job.rounds == begun)
        try await world.change()
        await world.pass(1, tick)
        #expect(job.rounds == begun + 1)
        await world.pass(9, tick)
        #expect(job.rounds == begun + 1)
        await world.pass(1, tick)
        #expect(job.rounds == begun + 2)
        await runner.stop()
    }

    @Test func `what is committed during a round leads to another one`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .onChange(atLeastEvery: .seconds(3600))) { number, _ in
            if number == 1 { try await world.change() }
            return .done
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([job, tick])
        await runner.start()
        await job.ended.wait(for: 1)
        await world.pass(3, tick)
        #expect(job.rounds == 2)
        await runner.stop()
    }

    @Test func `a job for once has no round after it is done`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .once)
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([job, tick])
        await runner.start()
        try await world.change()
        await world.pass(5, tick)
        #expect(job.rounds == 1)
        await runner.stop()
    }

    @Test func `what is unfinished goes on at once, or after the pause it asks for`() async throws {
        let world = try JobWorld()
        let eager = world.job("eager", .once) { number, _ in
            JobOutcome(rest: number < 4 ? .unfinished(after: .zero) : .done)
        }
        let waiting = world.job("waiting", .onChange(atLeastEvery: .seconds(3600))) { number, _ in
            JobOutcome(rest: number < 9 ? .unfinished(after: .seconds(4)) : .done)
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([eager, waiting, tick])
        await runner.start()
        await world.pass(2, tick)
        #expect(eager.rounds == 4)
        let begun = waiting.rounds
        await world.pass(8, tick)
        #expect(waiting.rounds == begun + 2 && eager.rounds == 4)
        await runner.stop()
    }

    @Test func `a round that throws is told and counted, ends no job, and is had again`() async throws {
        struct Trouble: Error {}
        let world = try JobWorld()
        let broken = world.job("broken", .every(.seconds(2))) { _, _ in throw Trouble() }
        let flaky = world.job("flaky", .onChange(atLeastEvery: .seconds(3600))) { number, _ in
            if number == 1 { throw Trouble() }
            return JobOutcome(events: [JobEvent(.notice, "done", ["number": "\(number)"])])
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([broken, flaky, tick])
        await runner.start()
        await world.pass(4, tick)
        #expect(broken.rounds == 3 && flaky.rounds == 2)
        let lines = world.diary.all
        #expect(lines.count { $0 == "error it failed [\"reason\": Trouble()]" } == 4)
        #expect(lines.contains("notice done [\"number\": 2]"))
        let statistics = await runner.statistics
        #expect(statistics.map(\.name) == ["broken", "flaky", "tick"])
        #expect(statistics.map(\.statistics.rounds) == [3, 2, 5])
        #expect(statistics.map(\.statistics.failures) == [3, 1, 0])
        await runner.stop()
    }

    @Test func `a round that takes long holds up no other job, and is had once at a time`() async throws {
        let world = try JobWorld()
        let long = world.job("long", .every(.seconds(1))) { _, _ in
            try await JobRunnerTests.forever()
            return .done
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([long, tick])
        await runner.start()
        await world.pass(5, tick)
        #expect(long.rounds == 1 && tick.rounds == 6)
        await runner.stop()
        // Cancelling is no failure.
        #expect(await runner.statistics[0].statistics.failures == 0)
        #expect(!world.diary.all.contains { $0.hasPrefix("error") })
    }

    @Test func `jobs end in their order: rounds are cancelled and awaited, last rounds are had, nothing begins`()
        async throws
    {
        let world = try JobWorld()
        let diary = world.diary
        let first = world.job("first", .once) { _, _ in
            defer { diary.note("first ended") }
            try await JobRunnerTests.forever()
            return .done
        }
        let ledger = world.job("ledger", .every(.seconds(3600)), ending: .lastRound)
        let second = world.job("second", .once) { _, _ in
            try? await JobRunnerTests.forever()
            return JobOutcome(rest: .unfinished(after: .zero))
        }
        let last = world.job("last", .every(.seconds(3600)), ending: .lastRound)
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([first, ledger, second, last, tick])
        await runner.start()
        await world.pass(1, tick)
        await runner.stop()
        let lines = diary.all
        let end = try #require(lines.firstIndex(of: "first ended"))
        let rest = lines[end...].filter { !$0.hasPrefix("tick") }
        #expect(Array(rest) == ["first ended", "ledger 2", "last 2"])
        #expect(second.rounds == 1)
    }

    @Test func `what is handed over begins nothing after the first signal, and ends by itself within its grace`()
        async throws
    {
        let world = try JobWorld()
        let diary = world.diary
        let answered = Progress()
        let outbox = world.job(
            "outbox", .every(.seconds(1)), ending: .handedOver(grace: .seconds(5), patience: .seconds(3))
        ) { number, stop in
            guard number == 2 else { return .done }
            await answered.wait(for: 1)
            if stop.isSet { diary.note("outbox saw the end") }
            return .done
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([outbox, tick])
        await runner.start()
        await world.pass(2, tick)
        #expect(outbox.rounds == 2)
        runner.quiesce()
        await world.pass(3, tick)
        // The others go on meanwhile.
        #expect(outbox.rounds == 2 && tick.rounds == 6)
        answered.advance()
        await runner.stop()
        #expect(diary.all.contains("outbox saw the end") && !diary.all.contains("outbox cut"))
    }

    @Test func `what does not end within its grace is cancelled and cut, and left behind after its patience`()
        async throws
    {
        let world = try JobWorld()
        let (cancelled, released) = (Progress(), Progress())
        let outbox = world.job(
            "outbox", .once, ending: .handedOver(grace: .seconds(5), patience: .seconds(3))
        ) { _, _ in
            do {
                try await JobRunnerTests.forever()
            } catch {
                cancelled.advance()
            }
            // Deaf to everything but this test.
            await released.wait(for: 1)
            return .done
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([outbox, tick])
        await runner.start()
        await world.pass(1, tick)
        async let stopped: Void = runner.stop()
        await world.clock.untilAsleep(for: .seconds(5))
        world.clock.advance(by: .seconds(4))
        #expect(cancelled.count == 0)
        world.clock.advance(by: .seconds(1))
        await world.clock.untilAsleep(for: .seconds(3))
        await cancelled.wait(for: 1)
        #expect(world.diary.all.contains("outbox cut"))
        world.clock.advance(by: .seconds(3))
        await stopped
        #expect(outbox.ended.count == 0)
        released.advance()
    }
}
