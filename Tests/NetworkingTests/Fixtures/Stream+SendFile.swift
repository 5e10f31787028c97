import Networking

extension Stream {
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
