internal import Networking

extension Connection {
    /// Sends the octets of a head, then each part behind its preamble, then what closes them.
    ///
    /// Each part costs its framing and a region of the file that the kernel sends, whatever its size.
    func send(_ content: FileParts, behind head: [UInt8]) async throws(StreamError) {
        var octets = head
        for part in content.parts {
            octets += part.preamble
            try await stream.send(octets, more: true, deadline: deadline(in: limits.sendStall))
            var sent: Int64 = 0
            try await stream.sendFile(
                part.region.file.descriptor, offset: part.region.offset, count: part.region.count,
                stallLimit: limits.sendStall, sent: &sent)
            octets.removeAll()
        }
        try await stream.send(octets + content.closing, deadline: deadline(in: limits.sendStall))
    }
}
