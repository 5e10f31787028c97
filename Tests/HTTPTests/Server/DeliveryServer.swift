import Codecs
import Logging
import Networking
import Platform
import Testing

@testable import HTTP

/// A real server that tags every answer and remembers how much of it was delivered.
///
/// `/file` answers with the file as it is asked for, `/memory` with bytes that lie in memory, everything else without a
/// tag. The owner of the tag is the number in the query, so that a test tells its requests apart.
final class DeliveryServer: Sendable {
    private let server: Server
    private let memory = Memory()
    let port: UInt16

    private final class Memory: Sendable {
        let told = Locked<[(tag: DeliveryTag, ranges: [Range<Int64>])]>([])
    }

    init(_ file: OpenFile, limits: ServerLimits = ServerLimits(), tls: TLSServerContext? = nil) async throws {
        SignalWatcher.ignoreBrokenPipes()
        let memory = memory
        server = try Server(
            workers: 1, limits: limits, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in Handler(file, memory) }
        let bound = try await server.listen(
            at: [ListeningPoint(.address(SocketAddress("127.0.0.1:0")), tls: tls)])
        port = bound[0].port ?? 0
    }

    var connections: Int { server.connections }

    /// What the handler was told about answers to requests with that number, in the order it was told.
    func told(_ number: Int64) -> [[Range<Int64>]] {
        memory.told.withLock { $0.filter { $0.tag.owner == number }.map(\.ranges) }
    }

    /// Waits until it was told about so many answers to requests with that number.
    func told(_ number: Int64, count: Int) async throws -> [[Range<Int64>]] {
        while told(number).count < count { try await Task.sleep(for: .milliseconds(5)) }
        return told(number)
    }

    func client() throws -> RawClient {
        try RawClient(port: port)
    }

    func stop(grace: Duration = .seconds(5)) async {
        await server.stop(grace: grace)
    }

    private final class Handler: RequestHandler {
        private let file: OpenFile
        private let memory: Memory

        init(_ file: OpenFile, _ memory: Memory) {
            self.file = file
            self.memory = memory
        }

        func respond(to head: RequestHead, content: RequestContent, from peer: SocketAddress) async -> Response {
            var response = Response(.ok, body: .bytes(Array("0123456789".utf8)))
            if head.target.path == "/file" {
                response = FileRepresentation(
                    file, validators: Validators(entityTag: EntityTag("f")), mediaType: .pdf, disposition: nil,
                    cacheControl: "private"
                ).response(to: head)
            }
            if head.target.path != "/untold" {
                response.deliveryTag = DeliveryTag(owner: Int64(head.target.query ?? "") ?? 0, content: 7)
            }
            return response
        }

        func respond(to error: RequestError) -> Response {
            Response(error.status)
        }

        func delivered(_ ranges: [Range<Int64>], of tag: DeliveryTag) {
            memory.told.withLock { $0.append((tag, ranges)) }
        }
    }
}
