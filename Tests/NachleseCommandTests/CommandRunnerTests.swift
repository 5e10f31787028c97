import TestSupport
import Testing

@testable import NachleseCommand

struct CommandRunnerTests {
    @Test("without arguments it says what there is to do")
    func bare() async throws {
        let result = try await Installation()()
        #expect(result.status == .done && result.out.contains("nachlese serve") && result.err.isEmpty)
    }

    @Test("a noun without a verb shows its help")
    func noun() async throws {
        let result = try await Installation()("series")
        #expect(result.status == .done && result.out.contains("USAGE: nachlese series") && result.err.isEmpty)
    }

    @Test(
        "wrong use is told in one line of one style",
        arguments: [
            (["seris", "list"], "there is no command 'nachlese seris'; did you mean 'nachlese series'?", ""),
            (["series", "add"], "missing expected argument '<series>'", " series add"),
            (["series", "list", "--jason"], "unknown option '--jason'; did you mean '--json'?", " series list"),
            (["account", "renew"], "give the <email> of an account, or --all-pending", " account renew"),
        ])
    func usage(arguments: [String], sentence: String, path: String) async throws {
        let result = try await Installation().run(arguments)
        #expect(result.status == .usage && result.out.isEmpty)
        #expect(result.err == "nachlese: \(sentence) (see 'nachlese\(path) --help')\n")
    }

    @Test("without a database it says where one would be")
    func noDatabase() async throws {
        let nachlese = try Installation()
        let result = await nachlese("series", "list")
        #expect(
            result.status == .notFound && result.err.contains("there is no database in \(nachlese.scratch.path)/data"))
    }

    @Test("a wrong setting is a matter of the configuration")
    func setting() async throws {
        let nachlese = try Installation(["NACHLESE_HSTS_DAYS": "many"])
        let result = await nachlese("config", "show")
        #expect(result.status == .configuration && result.err.contains("hsts-days"))
    }
}

extension Installation {
    fileprivate func run(_ arguments: [String]) async -> Result {
        switch arguments.count {
        case 1: await self(arguments[0])
        case 2: await self(arguments[0], arguments[1])
        default: await self(arguments[0], arguments[1], arguments[2])
        }
    }
}
