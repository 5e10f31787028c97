import Logging
import Networking
import SystemPackage

@testable import HTTP

/// A real server on a port of its own that tells what it was asked.
final class TestServer: Sendable {
    private let server: Server
    let port: UInt16

    init(workers: Int = 1, limits: ServerLimits = ServerLimits(), file: OpenFile? = nil) async throws {
        SignalWatcher.ignoreBrokenPipes()
        server = try Server(
            workers: workers, limits: limits, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in Echo(file) }
        let bound = try await server.listen(on: [SocketAddress("127.0.0.1:0")])
        port = bound[0].port ?? 0
    }

    func client() throws -> RawClient {
        try RawClient(port: port)
    }

    func stop(grace: Duration = .seconds(5)) async {
        await server.stop(grace: grace)
    }

    /// Answers `/file` with a file, everything else with method, target and content.
    private final class Echo: RequestHandler {
        private let file: OpenFile?

        init(_ file: OpenFile?) {
            self.file = file
        }

        func respond(to head: RequestHead, content: RequestContent, from peer: SocketAddress) async -> Response {
            if head.target.path == "/file", let file {
                return FileRepresentation(
                    file, validators: Validators(entityTag: EntityTag("f")), mediaType: .pdf, disposition: nil,
                    cacheControl: "private"
                ).response(to: head)
            }
            if head.target.path == "/unread" {
                return Response(.contentTooLarge, body: .bytes(Array("too large".utf8)))
            }
            do throws(RequestContent.Failure) {
                let octets = try await content.collect(upTo: 1000)
                return Response(.ok, body: .bytes(Array("\(head.method) \(head.target.path) ".utf8) + octets))
            } catch {
                switch error {
                case .refused(let refusal): return respond(to: refusal)
                case .timedOut: return Response(.requestTimeout)
                case .disconnected: return Response(.badRequest)
                }
            }
        }

        func respond(to error: RequestError) -> Response {
            Response(error.status, body: .bytes(Array(error.section.utf8)))
        }
    }
}
