import Secrets
import Testing

struct ScryptParametersTests {
    @Test func `the recommended ones are the row of 32 MiB`() {
        let recommended = ScryptParameters.recommended
        #expect((recommended.logN, recommended.r, recommended.p) == (15, 8, 3))
        #expect((32 << 20...33 << 20).contains(recommended.memory))
        #expect(ScryptParameters(logN: 15, r: 8, p: 3) == recommended)
    }

    @Test(arguments: [
        (0, 8, 1), (-1, 8, 1), (64, 8, 1), (Int.max, 8, 1), (Int.min, 8, 1), (10, 0, 1), (10, -8, 1), (10, 8, 0),
        (10, Int.max, 1), (10, 8, Int.max), (Int.max, Int.max, Int.max), (16, 1, 1), (18, 8, 1), (20, 8, 1),
        (24, 1024, 1024), (15, 8, 17), (17, 16, 1),
    ])
    func `what is hostile or impossible is refused`(logN: Int, r: Int, p: Int) {
        #expect(ScryptParameters(logN: logN, r: r, p: p) == nil)
    }

    @Test(arguments: [(17, 8, 1), (16, 8, 2), (15, 8, 3), (14, 8, 5), (13, 8, 10), (1, 1, 1), (15, 1, 1), (15, 8, 16)])
    func `what is on the list of OWASP or merely weak can be read`(logN: Int, r: Int, p: Int) {
        #expect(ScryptParameters(logN: logN, r: r, p: p) != nil)
    }

    @Test(arguments: [
        (15, 8, 3, false), (15, 8, 2, true), (14, 8, 6, true), (14, 8, 5, true), (16, 8, 2, false), (17, 8, 1, false),
        (15, 8, 4, false), (4, 8, 1, true), (16, 8, 1, true),
    ])
    func `less work or less memory is weaker`(logN: Int, r: Int, p: Int, weaker: Bool) throws {
        let parameters = try #require(ScryptParameters(logN: logN, r: r, p: p))
        #expect(parameters.isWeaker(than: .recommended) == weaker)
    }
}
