import Logging
import Networking
import SystemPackage

@testable import HTTP

/// A real server on a port of its own that takes uploads into a folder and tells what became of them.
final class UploadServer: Sendable {
    /// What became of one request.
    enum Outcome: Sendable {
        case upload(FormUpload)
        case failed(FormUploadError)
    }

    private let server: Server
    private let outcomes: AsyncStream<Outcome>
    private let gate: AsyncStream<Void>.Continuation
    let port: UInt16

    init(
        into folder: FilePath, limits: FormUploadLimits = FormUploadLimits(body: 1 << 30, file: 1 << 30),
        server serverLimits: ServerLimits = ServerLimits()
    ) async throws {
        SignalWatcher.ignoreBrokenPipes()
        let (outcomes, sink) = AsyncStream<Outcome>.makeStream()
        let (waits, gate) = AsyncStream<Void>.makeStream()
        self.outcomes = outcomes
        self.gate = gate
        server = try Server(
            workers: 1, limits: serverLimits, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in Handler(folder, limits, sink, waits) }
        port = try await server.listen(at: [ListeningPoint(.address(SocketAddress("127.0.0.1:0")))])[0].port ?? 0
    }

    func client() throws -> RawClient {
        try RawClient(port: port)
    }

    /// What became of the next request that is done.
    func nextOutcome() async -> Outcome? {
        await outcomes.first { _ in true }
    }

    /// Lets a handler that waits in `/pause` go on.
    func open() {
        gate.yield()
    }

    func stop() async {
        await server.stop(grace: .seconds(5))
    }

    /// `/upload` takes a form, `/pause` one piece of content, and the rest when it may, `/partly` only the first piece.
    private final class Handler: RequestHandler {
        private let folder: FilePath
        private let limits: FormUploadLimits
        private let sink: AsyncStream<Outcome>.Continuation
        private let waits: AsyncStream<Void>

        init(
            _ folder: FilePath, _ limits: FormUploadLimits, _ sink: AsyncStream<Outcome>.Continuation,
            _ waits: AsyncStream<Void>
        ) {
            (self.folder, self.limits, self.sink, self.waits) = (folder, limits, sink, waits)
        }

        func respond(to head: RequestHead, content: RequestContent, from peer: SocketAddress) async -> Response {
            switch head.target.path {
            case "/upload": return await upload(head, content)
            case "/pause", "/partly": return await read(content, pauses: head.target.path == "/pause")
            default: return Self.text("\(head.method) \(head.target.path)")
            }
        }

        private func upload(_ head: RequestHead, _ content: RequestContent) async -> Response {
            do throws(FormUploadError) {
                let upload = try await FormUpload.read(content, of: head, into: folder, limits: limits)
                sink.yield(.upload(upload))
                return Self.text("\(upload.form.fields.count) texts, \(upload.files.map(\.size)) octets")
            } catch {
                sink.yield(.failed(error))
                return Self.text(error.description, error.status)
            }
        }

        private func read(_ content: RequestContent, pauses: Bool) async -> Response {
            do throws(RequestContent.Failure) {
                var count = try await content.next(upTo: .max)?.count ?? 0
                guard pauses else { return Self.text("\(count)") }
                _ = await waits.first { _ in true }
                while let bytes = try await content.next(upTo: .max) {
                    count += bytes.count
                    guard bytes.count <= 64 * 1024 else { return Self.text("more than a buffer") }
                }
                return Self.text("\(count)")
            } catch {
                return Response(.badRequest)
            }
        }

        func respond(to error: RequestError) -> Response {
            Self.text(error.description, error.status)
        }

        private static func text(_ text: String, _ status: Status = .ok) -> Response {
            Response(status, body: .bytes(Array(text.utf8)))
        }
    }
}

/// The requests that bring a form.
enum UploadRequest {
    static func head(_ path: String = "/upload", _ framing: String, boundary: String = "b") -> String {
        "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=\(boundary)\r\n\(framing)\r\n\r\n"
    }

    static func body(_ content: [UInt8], fileName: String = "x.pptx") -> [UInt8] {
        begin(fileName: fileName) + content + end
    }

    static func begin(fileName: String = "x.pptx") -> [UInt8] {
        Array(
            ("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nGrün\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(fileName)\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n").utf8)
    }

    static let end = Array("\r\n--b--\r\n".utf8)

    static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    /// A whole request with its length declared.
    static func request(_ body: [UInt8]) -> [UInt8] {
        Array(head("/upload", "Content-Length: \(body.count)").utf8) + body
    }
}
