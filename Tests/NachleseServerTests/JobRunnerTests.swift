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
        await world.pass(1, runner)
        #expect(slow.rounds == 1)
        await world.pass(1, runner)
        #expect(slow.rounds == 1)
        await world.pass(1, runner)
        #expect(slow.rounds == 2)
        await world.pass(6, runner)
        #expect(slow.rounds == 4 && tick.rounds == 10)
        await runner.stop()
    }

    @Test func `a job on change has a round when somebody has committed, and after its longest pause`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .onChange(atLeastEvery: .seconds(10)))
        let runner = try world.runner([job, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(2, runner)
        // The first stamp of a connection is of another kind.
        let begun = job.rounds
        #expect((1...2).contains(begun))
        await world.pass(3, runner)
        #expect(job.rounds == begun)
        try await world.change()
        await world.pass(1, runner)
        #expect(job.rounds == begun + 1)
        await world.pass(9, runner)
        #expect(job.rounds == begun + 1)
        await world.pass(1, runner)
        #expect(job.rounds == begun + 2)
        await runner.stop()
    }

    @Test func `what is committed during a round leads to another one`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .onChange(atLeastEvery: .seconds(3600))) { number, _ in
            if number == 1 { try await world.change() }
            return .done
        }
        let runner = try world.runner([job, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(3, runner)
        #expect(job.rounds == 2)
        await runner.stop()
    }

    @Test func `a job for once has no round after it is done`() async throws {
        let world = try JobWorld()
        let job = world.job("job", .once)
        let runner = try world.runner([job, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        try await world.change()
        await world.pass(5, runner)
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
        let runner = try world.runner([eager, waiting, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(2, runner)
        #expect(eager.rounds == 4)
        let begun = waiting.rounds
        await world.pass(8, runner)
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
        let runner = try world.runner([broken, flaky, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(4, runner)
        #expect(broken.rounds == 3 && flaky.rounds == 2)
        let lines = world.diary.all
        #expect(lines.count { $0 == "error it failed [\"reason\": \"Trouble()\"]" } == 4)
        #expect(lines.contains("notice done [\"number\": \"2\"]"))
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
        await world.pass(5, runner)
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
        let runner = try world.runner([first, ledger, second, last, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(1, runner)
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
        let outbox = world.job(
            "outbox", .every(.seconds(1)), ending: .handedOver(grace: .seconds(5), patience: .seconds(3))
        ) { number, stop in
            while number == 2, !stop.isSet { await Task.yield() }
            if number == 2 { diary.note("outbox saw the end") }
            return .done
        }
        let tick = world.job("tick", .every(.seconds(1)))
        let runner = try world.runner([outbox, tick])
        await runner.start()
        await world.pass(2, runner)
        #expect(outbox.rounds == 2)
        runner.quiesce()
        await world.pass(3, runner)
        // The others go on meanwhile.
        #expect(outbox.rounds == 2 && tick.rounds == 6)
        await runner.stop()
        #expect(diary.all.contains("outbox saw the end") && !diary.all.contains("outbox cut"))
    }

    @Test func `what does not end within its grace is cancelled and cut, and left behind after its patience`()
        async throws
    {
        let world = try JobWorld()
        let diary = world.diary
        let (released, release) = AsyncStream<Never>.makeStream()
        let outbox = world.job(
            "outbox", .once, ending: .handedOver(grace: .seconds(5), patience: .seconds(3))
        ) { _, _ in
            do {
                try await JobRunnerTests.forever()
            } catch {
                diary.note("outbox cancelled")
            }
            // Deaf: only the test ends it.
            let ending = Task { for await _ in released {} }
            await ending.value
            return .done
        }
        let runner = try world.runner([outbox, world.job("tick", .every(.seconds(1)))])
        await runner.start()
        await world.pass(1, runner)
        async let stopped: Void = runner.stop()
        func step(_ seconds: Int) async {
            await world.clock.untilAsleep()
            world.clock.advance(by: .seconds(seconds))
        }
        await step(4)
        await world.clock.untilAsleep()
        #expect(!diary.all.contains("outbox cancelled"))
        await step(1)
        await step(3)
        await stopped
        #expect(diary.all.contains("outbox cancelled") && diary.all.contains("outbox cut"))
        release.finish()
    }
}
