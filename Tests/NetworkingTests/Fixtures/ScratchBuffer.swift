import Glibc
import Networking

/// Memory that stays where it is, which an array's does not across a wait.
@safe final class ScratchBuffer {
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        unsafe bytes = .allocate(byteCount: count, alignment: 16)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    func prefix(_ count: Int) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }

    func hasSameStart(as other: ScratchBuffer, count: Int) -> Bool {
        guard let mine = unsafe bytes.baseAddress, let others = unsafe other.bytes.baseAddress else { return false }
        return unsafe memcmp(mine, others, count) == 0
    }
}

extension Stream {
    /// What arrives next, at most so many bytes; empty at the end.
    func readSome(atMost count: Int = 4096, deadline: Deadline) async throws(StreamError) -> [UInt8] {
        let buffer = ScratchBuffer(count: count)
        return buffer.prefix(unsafe try await read(into: buffer.bytes, deadline: deadline))
    }

    /// Everything up to the end.
    func readAll(deadline: Deadline) async throws(StreamError) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let some = try await readSome(atMost: 65536, deadline: deadline)
            if some.isEmpty { return all }
            all += some
        }
    }

    /// Sends back whatever comes, in buffers of a given size, until the peer ends.
    func echo(bufferSize: Int, deadline: Deadline) async throws(StreamError) {
        let buffer = ScratchBuffer(count: bufferSize)
        while true {
            let count = unsafe try await read(into: buffer.bytes, deadline: deadline)
            if count == 0 { return }
            try await send(unsafe Array(buffer.bytes[..<count]), deadline: deadline)
        }
    }
}
