import Testing

@testable import Networking

struct RegistrationTableTests {
    @Test func `a token means nothing after its registration has gone, even when the slot is taken again`() throws {
        let loop = try EventLoop(name: "table")
        let old = Registration(timerOn: loop)
        let oldToken = old.token
        #expect(loop.registrations[oldToken] === old)
        old.close()
        let new = Registration(timerOn: loop)
        #expect(new.token & 0xFFFF_FFFF == oldToken & 0xFFFF_FFFF, "the slot is used again")
        #expect(new.token != oldToken)
        #expect(loop.registrations[oldToken] == nil)
        #expect(loop.registrations[new.token] === new)
        loop.registrations.remove(oldToken)
        #expect(loop.registrations[new.token] === new)
        #expect(loop.registrations.tokens == [new.token])
        new.close()
        #expect(loop.registrations.count == 0)
    }

    @Test(arguments: [0, 1, UInt64(UInt32.max), .max, .max - 1])
    func `a token that never was finds nothing`(token: UInt64) throws {
        #expect(RegistrationTable()[token] == nil)
    }
}
