import Glibc
import Networking

extension Connection {
    /// Small files are read and sent together with their head: one system call less, and fewer packets.
    private static let inlineFileLimit: Int64 = 16 * 1024
    private static let inlineBytesLimit = 64 * 1024
    /// Bytes of a file that go out before others get a turn.
    private static let fileTurn: Int64 = 1 << 20

    /// Sends an answer.
    ///
    /// - Returns: whether all of it is with the kernel; if not, the client is gone or too slow, and there is nobody to
    ///   tell.
    func send(_ response: Response, answering head: RequestHead?, keepAlive: Bool) async -> Bool {
        do throws(StreamError) {
            if let rest = try sendAtOnce(response, answering: head, keepAlive: keepAlive) { try await send(rest) }
            return true
        } catch {
            return false
        }
    }

    /// Sends of an answer what the kernel takes at this moment.
    ///
    /// - Returns: what is left; nil when that is nothing.
    func sendAtOnce(
        _ response: Response, answering head: RequestHead?, keepAlive: Bool
    ) throws(StreamError) -> UnsentAnswer? {
        buffers.output.removeAll(keepingCapacity: true)
        var body = ResponseSerializer.appendHead(
            of: response, answering: head?.method ?? .get, version: head?.version ?? .http11, keepAlive: keepAlive,
            date: buffers.date(), to: &buffers.output)
        if let tag = response.deliveryTag { owe(tag, body) }
        if appendContent(of: body) { body = .empty }
        let bytes = try flush(more: body.count > 0)
        guard bytes.isEmpty, case .file(let region) = body, (1...Connection.fileTurn).contains(region.count) else {
            return bytes.isEmpty && body.count == 0 ? nil : UnsentAnswer(bytes: bytes, body: body)
        }
        let taken =
            try stream.trySendFile(
                region.file.descriptor, offset: region.offset, count: region.count, more: false) ?? 0
        sent += taken
        return taken == region.count ? nil : UnsentAnswer(bytes: [], body: .file(region.dropping(taken)))
    }

    /// Tells a client that there is no room for it, without waiting, and closes.
    func turnAway(with handler: any RequestHandler) {
        buffers.output.removeAll(keepingCapacity: true)
        let body = ResponseSerializer.appendHead(
            of: handler.respond(to: .noRoom), answering: .get, version: .http11, keepAlive: false,
            date: buffers.date(), to: &buffers.output)
        if case .bytes(let bytes) = body { buffers.output += bytes }
        let output = buffers.output
        _ = try? stream.trySend(output.span)
        stream.shutdownSending()
        // Bytes that lie unread would make the kernel take the answer back.
        _ = unsafe try? stream.receive(into: buffers.input)
        stream.close()
    }

    /// Sends what is left of an answer, at the pace of the client.
    func send(_ rest: UnsentAnswer) async throws(StreamError) {
        try await send(rest.bytes, more: rest.body.count > 0)
        switch rest.body {
        case .empty: break
        case .bytes(let bytes): try await send(bytes)
        case .file(let region): try await send(region)
        case .parts(let parts): try await send(parts)
        }
    }

    /// Appends a small content to the head; false, with nothing appended, when it is not small or not all there.
    private func appendContent(of body: Response.Body) -> Bool {
        switch body {
        case .empty: return true
        case .bytes(let bytes):
            guard bytes.count <= Connection.inlineBytesLimit else { return false }
            buffers.output += bytes
            return true
        case .file(let region):
            guard region.count <= Connection.inlineFileLimit else { return false }
            let wanted = Int(region.count)
            let read = unsafe pread(region.file.descriptor, buffers.input.baseAddress, wanted, off_t(region.offset))
            guard read == wanted else { return false }
            unsafe buffers.output.append(contentsOf: buffers.input[..<read])
            return true
        case .parts: return false
        }
    }

    /// Sends the worker's output buffer as far as the socket takes it, and gives the rest.
    private func flush(more: Bool) throws(StreamError) -> [UInt8] {
        let output = buffers.output
        let taken = try stream.trySend(output.span, more: more) ?? 0
        sent += Int64(taken)
        return taken < output.count ? Array(output[taken...]) : []
    }

    /// Sends all the bytes, at the pace of the client.
    func send(_ bytes: [UInt8], more: Bool = false) async throws(StreamError) {
        var position = 0
        while position < bytes.count {
            let rest = bytes.span.extracting(droppingFirst: position)
            if let taken = try stream.trySend(rest, more: more) {
                position += taken
                sent += Int64(taken)
            } else {
                try await untilWritable()
            }
        }
    }

    /// Sends each part behind its preamble, then what closes them.
    private func send(_ content: FileParts) async throws(StreamError) {
        for part in content.parts {
            try await send(part.preamble, more: true)
            try await send(part.region, more: true)
        }
        try await send(content.closing)
    }

    /// Sends a part of a file straight from the page cache, at the pace of the client.
    private func send(_ region: FileRegion, more: Bool = false) async throws(StreamError) {
        var done: Int64 = 0
        var turn: Int64 = 0
        while done < region.count {
            let wanted = min(region.count - done, Connection.fileTurn - turn)
            let taken = try stream.trySendFile(
                region.file.descriptor, offset: region.offset + done, count: wanted,
                more: more || done + wanted < region.count)
            if let taken {
                done += taken
                turn += taken
                sent += taken
                if turn == Connection.fileTurn {
                    turn = 0
                    await loop.yield()
                }
            } else {
                turn = 0
                try await untilWritable()
            }
        }
    }
}

/// What is left of an answer when the kernel takes no more at this moment.
struct UnsentAnswer {
    /// Of the head, and of a small content behind it.
    let bytes: [UInt8]
    /// What follows those.
    let body: Response.Body
}
