internal import Glibc
internal import Networking

extension Connection {
    /// Small files are read and sent together with their head: one system call less, and fewer packets.
    private static let inlineFileLimit: Int64 = 16 * 1024
    private static let inlineBytesLimit = 64 * 1024
    /// Octets of a file that go out before others get a turn.
    private static let fileTurn: Int64 = 1 << 20

    /// Sends an answer.
    ///
    /// - Returns: whether all of it is with the kernel; if not, the client is gone or too slow, and there is nobody to
    ///   tell.
    func send(_ response: Response, answering head: RequestHead?, keepAlive: Bool) async -> Bool {
        buffers.output.removeAll(keepingCapacity: true)
        let body = ResponseSerializer.appendHead(
            of: response, answering: head?.method ?? .get, version: head?.version ?? .http11, keepAlive: keepAlive,
            date: buffers.date(), to: &buffers.output)
        if let tag = response.deliveryTag { owe(tag, body) }
        do throws(StreamError) {
            try await send(body)
            return true
        } catch {
            return false
        }
    }

    /// Tells a client that there is no room for it, without waiting, and closes.
    func turnAway(with handler: any RequestHandler) {
        buffers.output.removeAll(keepingCapacity: true)
        let body = ResponseSerializer.appendHead(
            of: handler.respond(to: .noRoom), answering: .get, version: .http11, keepAlive: false,
            date: buffers.date(), to: &buffers.output)
        if case .bytes(let bytes) = body { buffers.output += bytes }
        let output = buffers.output
        _ = unsafe try? output.span.bytes.withUnsafeBytes { octets throws(StreamError) in
            unsafe try stream.trySend(octets)
        }
        stream.shutdownSending()
        // Octets that lie unread would make the kernel take the answer back.
        _ = unsafe try? stream.receive(into: buffers.input)
        stream.close()
    }

    /// Sends what is in the worker's output buffer, and the body after it.
    private func send(_ body: Response.Body) async throws(StreamError) {
        switch body {
        case .empty:
            try await flush(more: false)
        case .bytes(let bytes):
            if bytes.count <= Connection.inlineBytesLimit {
                buffers.output += bytes
                try await flush(more: false)
            } else {
                try await flush(more: true)
                try await send(bytes)
            }
        case .file(let region):
            if region.count <= Connection.inlineFileLimit, appendContent(of: region) {
                try await flush(more: false)
            } else {
                try await flush(more: region.count > 0)
                try await send(region)
            }
        case .parts(let parts):
            try await send(parts)
        }
    }

    /// Reads a small region behind the head; false, with nothing appended, when not all of it is there.
    private func appendContent(of region: FileRegion) -> Bool {
        let wanted = Int(region.count)
        let read = unsafe pread(region.file.descriptor, buffers.input.baseAddress, wanted, off_t(region.offset))
        guard read == wanted else { return false }
        unsafe buffers.output.append(contentsOf: buffers.input[..<read])
        return true
    }

    /// Sends the worker's output buffer; what the socket does not take at once moves out of it before waiting.
    private func flush(more: Bool) async throws(StreamError) {
        let output = buffers.output
        let taken = unsafe try output.span.bytes.withUnsafeBytes { octets throws(StreamError) in
            unsafe try stream.trySend(octets, more: more) ?? 0
        }
        sent += Int64(taken)
        guard taken < output.count else { return }
        try await send(Array(output[taken...]), more: more)
    }

    /// Sends all the octets, at the pace of the client.
    func send(_ octets: [UInt8], more: Bool = false) async throws(StreamError) {
        var position = 0
        while position < octets.count {
            let rest = octets.span.extracting(droppingFirst: position)
            let taken = unsafe try rest.bytes.withUnsafeBytes { octets throws(StreamError) in
                unsafe try stream.trySend(octets, more: more)
            }
            if let taken {
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
            buffers.output += part.preamble
            try await flush(more: true)
            try await send(part.region, more: true)
            buffers.output.removeAll(keepingCapacity: true)
        }
        buffers.output += content.closing
        try await flush(more: false)
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
