import Codecs
import DomainTestSupport
import SQLite
import Secrets
import Testing

@testable import Members

struct LastVisitTests {
    @Test("a visit goes on over reloads and sign-ins, and ends with a pause")
    func visits() throws {
        let world = try World()
        let account = try world.account()
        func end() throws -> Timestamp? { try LastVisit.end(of: account.id, now: world.now, in: world.database) }
        func signIn() throws -> [UInt8] {
            try world.database.transaction {
                try Session.begin(
                    for: account.id, credential: .own, isRemembered: true, now: world.now, in: $0
                ).digest
            }
        }
        func touch(_ digest: [UInt8]) throws {
            try world.database.transaction { try Session.touch(digest, now: world.now, in: $0) }
        }
        #expect(try end() == nil)
        let digest = try signIn()
        #expect(try end() == nil)
        world.hands.advance(600)
        try touch(digest)
        #expect(try end() == nil)
        let first = world.now
        world.hands.advance(LastVisit.pause)
        // A request that begins a visit is judged before it is noted.
        #expect(try end() == first)
        try touch(digest)
        #expect(try end() == first)
        for _ in 0..<3 {
            world.hands.advance(LastVisit.pause - 1)
            _ = try signIn()
            #expect(try end() == first)
        }
        let last = world.now
        world.hands.advance(LastVisit.pause)
        #expect(try end() == last)
    }

    @Test("a clock that goes back changes nothing, and nobody else's visit counts")
    func clock() throws {
        let world = try World()
        let account = try world.account()
        let other = try world.account("other@example.org")
        let early = world.now
        world.hands.advance(10 * LastVisit.pause)
        let late = world.now
        try world.database.transaction { transaction in
            try LastVisit.note(account.id, now: late, in: transaction)
            try LastVisit.note(account.id, now: early, in: transaction)
        }
        let after = late + LastVisit.pause
        #expect(try LastVisit.end(of: account.id, now: after, in: world.database) == late)
        #expect(try LastVisit.end(of: other.id, now: after, in: world.database) == nil)
    }
}
