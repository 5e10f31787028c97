import Testing

@testable import Networking

struct RegistrationTableTests {
    @Test func `a token means nothing after its registration has gone, even when the slot is taken again`() throws {
        let loop = try EventLoop(name: "table")
        let old = Registration(timerOn: loop)
        let oldToken = old.token
        #expect(loop.registration(oldToken) === old)
        old.close()
        let new = Registration(timerOn: loop)
        #expect(new.token & 0xFFFF_FFFF == oldToken & 0xFFFF_FFFF, "the slot is used again")
        #expect(new.token != oldToken)
        #expect(loop.registration(oldToken) == nil)
        #expect(loop.registration(new.token) === new)
        loop.remove(oldToken)
        #expect(loop.registration(new.token) === new)
        new.close()
        #expect(loop.registration(new.token) == nil)
    }

    @Test func `it knows how many there are, and their tokens`() throws {
        let loop = try EventLoop(name: "table")
        let (first, second) = (Registration(timerOn: loop), Registration(timerOn: loop))
        var table = RegistrationTable()
        let tokens = [table.insert(first), table.insert(second)]
        #expect(table.count == 2 && table.tokens == tokens)
        table.remove(tokens[0])
        #expect(table.count == 1 && table.tokens == [tokens[1]])
        // A loop and what is registered with it keep each other.
        first.close()
        second.close()
    }

    @Test(arguments: [0, 1, UInt64(UInt32.max), .max, .max - 1])
    func `a token that never was finds nothing`(token: UInt64) throws {
        #expect(RegistrationTable()[token] == nil)
    }
}
