import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct DescriptorTests {
    private func makeSocketPair() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try systemCall { unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) }
        return (ends[0], ends[1])
    }

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

    @Test func `a duplicate is another descriptor of the same file, beyond the standard streams`() throws {
        let (owned, witness) = try makeSocketPair()
        defer { close(witness) }
        let copy = try Descriptor(duplicating: owned)
        #expect(copy.rawValue > 2 && copy.rawValue != owned)
        #expect(fcntl(copy.rawValue, F_GETFD) == FD_CLOEXEC)
        close(owned)
        #expect(!isPeerClosed(witness))
        #expect(throws: Errno.badFileDescriptor) { _ = try Descriptor(duplicating: -1) }
    }

    @Test func `a file is opened close-on-exec, by its path or within a folder`() throws {
        let place = try TemporaryFolder()
        let path = try place.write([1, 2, 3], to: "file")
        let byPath = try Descriptor(opening: path, .readOnly)
        #expect(fcntl(byPath.rawValue, F_GETFD) == FD_CLOEXEC)
        let folder = try Descriptor(opening: place.path, .readOnly, options: .directory)
        #expect(try Descriptor(opening: "file", in: folder, .readOnly).contents(limit: 9) == [1, 2, 3])
        #expect(throws: Errno.noSuchFileOrDirectory) { _ = try Descriptor(opening: "other", in: folder, .readOnly) }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func `all is written and read again, and a byte more than the limit at most`(count: Int) throws {
        let place = try TemporaryFolder()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = place.path.appending("file")
        try Descriptor(opening: path, .writeOnly, options: .create).write(bytes.span)
        #expect(try Descriptor(opening: path, .readOnly).contents(limit: count) == bytes)
        #expect(try Descriptor(opening: path, .readOnly).contents(limit: 300_000) == bytes)
        if count > 0 {
            #expect(try Descriptor(opening: path, .readOnly).contents(limit: count - 1) == bytes)
        }
        if count > 1 {
            #expect(try Descriptor(opening: path, .readOnly).contents(limit: count - 2).count == count - 1)
        }
        #expect(try Descriptor(opening: path, .readOnly).contents(limit: 0).count == min(count, 1))
    }

    @Test func `what is read is what is left`() throws {
        let place = try TemporaryFolder()
        let file = try Descriptor(opening: place.write([1, 2, 3], to: "file"), .readOnly)
        #expect(try file.contents(limit: 0) == [1])
        #expect(try file.contents(limit: 9) == [2, 3])
        #expect(try file.contents(limit: 9) == [])
    }
}
