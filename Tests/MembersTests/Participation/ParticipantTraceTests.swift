import Codecs
import Testing

@testable import Members

struct ParticipantTraceTests {
    private func time(_ second: Int64) -> Timestamp { Timestamp(rawValue: second) }

    private func trace() -> ParticipantTrace {
        ParticipantTrace(admittedAt: time(1), wantedFiles: 2, completedFiles: 0)
    }

    private func mail(_ state: ParticipantTrace.Mail.State) -> ParticipantTrace.Mail {
        .init(state: state, createdAt: time(2), handedOverAt: time(3), bouncedAt: time(4), reason: "full")
    }

    @Test("the furthest that is known decides, and since when")
    func order() {
        var trace = trace()
        #expect(trace.stage == (.listed, time(1)))
        trace.passwordMadeAt = time(2)
        #expect(trace.stage == (.handedOut, time(2)))
        for (state, rung, second) in [
            (ParticipantTrace.Mail.State.waiting, ParticipationStage.waiting, 2), (.undeliverable, .undeliverable, 2),
            (.handedOver, .mailed, 3),
            (.bounced, .bounced, 4),
        ] {
            trace.mail = mail(state)
            #expect(trace.stage == (rung, time(Int64(second))))
        }
        trace.signedInAt = time(5)
        #expect(trace.stage == (.signedIn, time(5)))
        trace.ownPasswordAt = time(6)
        #expect(trace.stage == (.ownPassword, time(6)))
        trace.completedFiles = 1
        trace.lastCompletedAt = time(7)
        #expect(trace.stage == (.ownPassword, time(6)))
        trace.completedFiles = 2
        #expect(trace.stage == (.complete, time(7)))
    }

    @Test("a module without files is completed by nobody")
    func withoutFiles() {
        var trace = trace()
        trace.wantedFiles = 0
        trace.signedInAt = time(5)
        #expect(trace.stage == (.signedIn, time(5)))
    }
}
