import Glibc
import Networking
import Testing

struct DescriptorTests {
    /// Whether the descriptor at the other end of a pair has been closed.
    private func isPeerClosed(_ end: Int32) -> Bool {
        var byte: UInt8 = 0
        return unsafe recv(end, &byte, 1, Int32(MSG_DONTWAIT)) == 0
    }

    @Test func `a descriptor is closed with its owner`() throws {
        let (owned, witness) = try makeSocketPair()
        defer { close(witness) }
        do {
            let descriptor = Descriptor(owned)
            #expect(descriptor.rawValue == owned)
            #expect(!isPeerClosed(witness))
        }
        #expect(isPeerClosed(witness))
    }

    @Test func `a descriptor is closed when it is told to`() throws {
        let (owned, witness) = try makeSocketPair()
        defer { close(witness) }
        Descriptor(owned).close()
        #expect(isPeerClosed(witness))
    }

    @Test func `a released descriptor stays open`() throws {
        let (owned, witness) = try makeSocketPair()
        defer { close(witness) }
        #expect(Descriptor(owned).release() == owned)
        #expect(!isPeerClosed(witness))
        close(owned)
        #expect(isPeerClosed(witness))
    }
}
