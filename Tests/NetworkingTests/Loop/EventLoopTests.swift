import Networking
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct EventLoopTests {
    @Test func `actor code and its tasks run on the loop's thread`() async throws {
        let outside = try await withWorker { worker in
            #expect(worker.loop.isCurrent)
            let loop = worker.loop
            let inTask = await Task(executorPreference: loop) { loop.isCurrent }.value
            #expect(inTask)
            #expect(worker.loop.isCurrent)
            return worker.loop.isIsolatingCurrentContext() == true
        }
        #expect(outside)
        let loop = try EventLoop(name: "other")
        #expect(!loop.isCurrent)
    }

    @Test func `thousands of jobs from other threads all run`() async throws {
        let worker = try Worker()
        worker.loop.start()
        let total = Shared(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    for _ in 0..<200 { await worker.run { _ in total.change { $0 += 1 } } }
                }
            }
        }
        worker.loop.stop()
        worker.loop.join()
        #expect(total.value == 10_000)
    }

    @Test func `jobs that wait for the start run after it`() async throws {
        let worker = try Worker()
        let early = worker.spawn { $0.loop.isCurrent }
        worker.loop.start()
        #expect(try await early.value)
        worker.loop.stop()
        worker.loop.join()
    }

    @Test func `a flood of jobs starves neither descriptors nor timers`() async throws {
        try await withWorker { worker in
            let isOver = Shared(false)
            let floods = (0..<3).map { _ in
                worker.spawn { worker in
                    // Every turn makes a new job before anything else can become ready.
                    while !isOver.value {
                        await Task(executorPreference: worker.loop) {}.value
                    }
                }
            }
            let (near, far) = try makeSocketPair()
            let writer = worker.spawn { worker in
                try await worker.loop.sleep(until: worker.loop.deadline(in: .milliseconds(30)))
                let stream = try worker.stream(far)
                try await stream.send([1], deadline: worker.soon)
            }
            let stream = try worker.stream(near)
            #expect(try await stream.readSome(deadline: worker.soon) == [1])
            isOver.change { $0 = true }
            try await writer.value
            for flood in floods { try await flood.value }
        }
    }

    @Test func `a yield lets what is ready go first`() async throws {
        try await withWorker { worker in
            let order = Shared<[Int]>([])
            let other = worker.spawn { _ in order.change { $0.append(1) } }
            await worker.loop.yield()
            order.change { $0.append(2) }
            try await other.value
            #expect(order.value == [1, 2])
        }
    }

    @Test func `a sleep ends at its deadline and not before`() async throws {
        try await withWorker { worker in
            let deadline = Deadline.after(.milliseconds(20))
            try await worker.loop.sleep(until: deadline)
            #expect(deadline.hasPassed(at: .now))
            try await worker.loop.sleep(until: deadline)
        }
    }

    @Test func `sleeps end in the order of their deadlines`() async throws {
        try await withWorker { worker in
            let order = Shared<[Int]>([])
            let start = MonotonicInstant.now
            let sleeps = [90, 30, 60].map { milliseconds in
                worker.spawn { worker in
                    try await worker.loop.sleep(until: .after(.milliseconds(milliseconds), from: start))
                    order.change { $0.append(milliseconds) }
                }
            }
            for sleep in sleeps { try await sleep.value }
            #expect(order.value == [30, 60, 90])
        }
    }

    @Test func `cancelling a task wakes its sleep`() async throws {
        try await withWorker { worker in
            let sleep = worker.spawn { worker in
                try await worker.loop.sleep(until: .never)
            }
            await worker.loop.yield()
            sleep.cancel()
            await #expect(throws: CancellationError.self) { try await sleep.value }
        }
    }

    @Test func `a task that is cancelled already does not fall asleep`() async throws {
        try await withWorker { worker in
            let sleep = worker.spawn { worker in
                try await worker.loop.sleep(until: .never)
            }
            sleep.cancel()
            await #expect(throws: CancellationError.self) { try await sleep.value }
        }
    }

    @Test func `stopping ends waits and sleeps, and later ones at once`() async throws {
        let worker = try Worker()
        worker.loop.start()
        let (near, far) = try makeSocketPair()
        let isWaiting = Shared(0)
        let reading = worker.spawn { worker in
            defer { withExtendedLifetime(Descriptor(far)) {} }
            let stream = try worker.stream(near)
            isWaiting.change { $0 += 1 }
            await #expect(throws: StreamError.cancelled) { try await stream.readSome(deadline: .never) }
            await #expect(throws: StreamError.cancelled) { try await stream.untilReadable(.never) }
        }
        let sleeping = worker.spawn { worker in
            isWaiting.change { $0 += 1 }
            await #expect(throws: CancellationError.self) { try await worker.loop.sleep(until: .never) }
            await #expect(throws: CancellationError.self) { try await worker.loop.sleep(until: .never) }
        }
        while isWaiting.value < 2 { await Task.yield() }
        worker.loop.stop()
        worker.loop.stop()
        worker.loop.join()
        worker.loop.join()
        try await reading.value
        try await sleeping.value
    }

    @Test func `a loop may be stopped from its own thread`() async throws {
        let worker = try Worker()
        worker.loop.start()
        try await worker.spawn { $0.loop.stop() }.value
        worker.loop.join()
    }

    @Test func `what comes after the end is still run, on the loop, one by one`() async throws {
        let worker = try Worker()
        worker.loop.start()
        worker.loop.stop()
        worker.loop.join()
        for round in 0..<3 {
            let tasks = (0..<100).map { number in
                worker.spawn { worker in
                    #expect(worker.loop.isCurrent)
                    await worker.loop.yield()
                    return number
                }
            }
            var sum = 0
            for task in tasks { sum += try await task.value }
            #expect(sum == 4950, "round \(round)")
        }
    }

    @Test func `a loop that is stopped before its start runs what it was given`() async throws {
        let worker = try Worker()
        let early = worker.spawn { $0.loop.isCurrent }
        worker.loop.stop()
        worker.loop.start()
        worker.loop.join()
        #expect(try await early.value)
    }

    @Test func `a loop goes when its last owner has gone`() async throws {
        weak var loop: EventLoop?
        do {
            let worker = try Worker()
            loop = worker.loop
            worker.loop.start()
            try await worker.spawn { _ in }.value
            worker.loop.stop()
            worker.loop.join()
        }
        while loop != nil { await Task.yield() }
    }
}
