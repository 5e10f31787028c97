import Codecs
import Glibc
import Logging
import Networking
import SystemPackage
import Testing

@testable import HTTP

/// A real server on a port of its own that tells what it was asked.
final class TestServer: Sendable {
    private let server: Server
    let port: UInt16

    init(
        workers: Int = 1, limits: ServerLimits = ServerLimits(), file: OpenFile? = nil, isPassed: Bool = false
    ) async throws {
        SignalWatcher.ignoreBrokenPipes()
        server = try Server(
            workers: workers, limits: limits, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in Echo(file) }
        let place: ListeningPoint.Place =
            isPassed ? .passed(try TestServer.listeningSocket()) : .address(try SocketAddress("127.0.0.1:0"))
        let bound = try await server.listen(at: [ListeningPoint(place)])
        port = bound[0].port ?? 0
    }

    /// How many connections the server has.
    var connections: Int { server.connections }

    /// The descriptor of a socket that listens on a port of 127.0.0.1, as a service manager would pass it.
    private static func listeningSocket() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0 && listen(descriptor, 64) == 0)
        return descriptor
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
                let bytes = try await content.collect(upTo: 1000)
                return Response(.ok, body: .bytes(Array("\(head.method) \(head.target.path) ".utf8) + bytes))
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
