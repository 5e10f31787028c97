import Networking
import SystemPackage

/// A mail server on loopback, without TLS, that answers as a test says and keeps what it heard.
actor ScriptedServer {
    /// What to do about a line: answer, and perhaps end.
    enum Reaction: Sendable {
        case answer(String)
        case end
        case silence
    }

    /// Says what comes of a line; `number` is that of the connection, from 1 on.
    ///
    /// An empty line stands for the begin of a connection, `.` for the end of a message.
    typealias Script = @Sendable (_ line: String, _ number: Int) -> Reaction

    nonisolated let loop: EventLoop
    private let script: Script
    private var listener: Listener?
    /// Every line, with the number of its connection; of a message, all of its lines.
    private(set) var heard: [String] = []
    private(set) var connections = 0

    init(_ script: @escaping Script) throws {
        loop = try EventLoop(name: "scripted")
        self.script = script
        loop.start()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Begins to listen.
    ///
    /// - Returns: the port.
    func start() throws -> UInt16 {
        let listener = try Listener(.ipv4(.loopback, port: 0), loop: loop)
        self.listener = listener
        Task(executorPreference: loop) { await self.acceptAll() }
        return listener.localAddress.port ?? 0
    }

    func stop() {
        listener?.close()
        loop.stop()
    }

    private func acceptAll() async {
        while let listener, let accepted = try? await listener.accept() {
            guard let stream = try? accepted.stream(on: loop) else { continue }
            connections += 1
            serve(stream, connections)
        }
    }

    private func serve(_ stream: Stream, _ number: Int) {
        let held = Held(stream)
        Task(executorPreference: loop) { await self.converse(held.stream, number) }
    }

    private func converse(_ stream: Stream, _ number: Int) async {
        defer { stream.close() }
        var input: [UInt8] = []
        var isMessage = false
        guard await react(script("", number), on: stream) else { return }
        while true {
            while let end = input.firstIndex(of: 10) {
                let line = String(decoding: input[..<end].dropLast(), as: UTF8.self)
                input.removeFirst(end + 1)
                heard.append(line)
                if isMessage, line != "." { continue }
                isMessage = false
                let reaction = script(line, number)
                if line == "DATA", case .answer(let text) = reaction, text.hasPrefix("354") { isMessage = true }
                guard await react(reaction, on: stream) else { return }
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let result = try? unsafe chunk.withUnsafeMutableBytes { unsafe try stream.receive(into: $0) }
            switch result {
            case .received(let count): input += chunk[..<count]
            case .wouldBlock: guard (try? await stream.untilReadable(.never)) != nil else { return }
            case .end, nil: return
            }
        }
    }

    private func react(_ reaction: Reaction, on stream: Stream) async -> Bool {
        switch reaction {
        case .answer(let text):
            return (try? await stream.send(Array((text + "\r\n").utf8), deadline: .never)) != nil
        case .end: return false
        case .silence: return true
        }
    }

    /// Brings a stream into its task, which stays on the same loop.
    private final class Held: @unchecked Sendable {
        let stream: Stream

        // Made and read on the server's loop only.
        init(_ stream: Stream) { self.stream = stream }
    }
}
