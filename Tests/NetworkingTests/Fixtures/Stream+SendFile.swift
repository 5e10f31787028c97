import Networking

extension Stream {
    /// Reads at least one byte into the buffer, waiting for it; 0 means that the peer has ended its side.
    func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) async throws(StreamError) -> Int {
        while true {
            switch unsafe try receive(into: buffer) {
            case .received(let count): return count
            case .end: return 0
            case .wouldBlock: try await untilReadable(deadline)
            }
        }
    }

    /// Sends a part of a file, waiting for room; nothing at all may move for `stallLimit` at most.
    func sendFile(
        _ file: Int32, offset: Int64, count: Int64, stallLimit: Duration, sent: inout Int64
    ) async throws(StreamError) {
        var done: Int64 = 0
        while done < count {
            if let taken = try trySendFile(file, offset: offset + done, count: count - done) {
                done += taken
                sent += taken
            } else {
                try await untilWritable(loop.deadline(in: stallLimit))
            }
        }
    }
}
