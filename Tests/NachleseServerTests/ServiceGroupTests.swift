import Testing

@testable import NachleseServer

struct ServiceGroupTests {
    private struct Refusal: Error {}

    private struct Component: ServiceComponent {
        let name: String
        var starts = true
        let diary: JobWorld.Diary

        func start() async throws {
            guard starts else { throw Refusal() }
            diary.note("start \(name)")
        }

        func quiesce() async { diary.note("quiesce \(name)") }
        func stop() async { diary.note("stop \(name)") }
        func cut() async { diary.note("cut \(name)") }
    }

    @Test func `what is started first is stopped last, after all were told`() async throws {
        let diary = JobWorld.Diary()
        let group = ServiceGroup([Component(name: "jobs", diary: diary), Component(name: "site", diary: diary)])
        try await group.start()
        await group.cut()
        await group.stop()
        #expect(
            diary.all == [
                "start jobs", "start site", "cut site", "cut jobs", "quiesce jobs", "quiesce site", "stop site",
                "stop jobs",
            ])
    }

    @Test func `where one cannot start, those before it are stopped`() async throws {
        let diary = JobWorld.Diary()
        let group = ServiceGroup([
            Component(name: "a", diary: diary), Component(name: "b", diary: diary),
            Component(name: "c", starts: false, diary: diary), Component(name: "d", diary: diary),
        ])
        await #expect(throws: Refusal.self) { try await group.start() }
        #expect(diary.all == ["start a", "start b", "quiesce a", "quiesce b", "stop b", "stop a"])
    }
}
