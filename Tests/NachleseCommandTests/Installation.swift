import Codecs
import Nachlese
import Platform
import Secrets
import SystemPackage
import TestSupport

@testable import NachleseCommand

/// An installation in a scratch folder, whose commands run in this process, at a time that stands until it is moved.
final class Installation: Sendable {
    /// What a command said and answered.
    struct Result: Sendable {
        let status: ExitStatus
        let out: String
        let err: String
    }

    let scratch: TemporaryFolder
    private let time = Locked(Timestamp(rawValue: 1_486_036_800))  // 2 February 2017, 12:00 UTC
    private let environment: [String: String]

    init(_ environment: [String: String] = [:]) throws {
        scratch = try TemporaryFolder()
        self.environment = environment
    }

    func advance(days: Int64) {
        time.withLock { $0 = $0 + days * 86_400 }
    }

    @discardableResult
    func callAsFunction(_ arguments: String..., input: String = "", typing line: String? = nil) async -> Result {
        let out = Locked<[UInt8]>([])
        let err = Locked<[UInt8]>([])
        let rest = Locked(Array(input.utf8))
        let streams = CommandStreams(
            output: { bytes in out.withLock { $0 += bytes } }, messages: { bytes in err.withLock { $0 += bytes } },
            input: { _ in
                rest.withLock { bytes in
                    defer { bytes = [] }
                    return bytes
                }
            },
            line: { line }, isInputTerminal: line != nil)
        let context = CommandContext(
            streams: streams, clock: WallClock { [time] in time.withLock { $0 } },
            environment: environment.merging(["NACHLESE_DATA": "data"]) { $1 }, workingFolder: scratch.path,
            makeHasher: { try PasswordHasher(parameters: Installation.cheap, width: 2) })
        let status = await CommandRunner.run(arguments, in: context)
        return Result(
            status: status, out: String(decoding: out.withLock { $0 }, as: UTF8.self),
            err: String(decoding: err.withLock { $0 }, as: UTF8.self))
    }

    /// The tests are about what commands say, not about how slow a hash is.
    private static let cheap: ScryptParameters = {
        guard let parameters = ScryptParameters(logN: 4, r: 8, p: 1) else { preconditionFailure("constant parameters") }
        return parameters
    }()

    /// An installation with a public module.
    static func withModule() async throws -> Installation {
        let nachlese = try Installation()
        await nachlese("series", "add", "reihe", "--title", "Reihe")
        await nachlese(
            "module", "add", "reihe", "2017-iv", "--number", "IV", "--title", "Netzwerke", "--date", "2017-02-02",
            "--publish")
        return nachlese
    }
}
