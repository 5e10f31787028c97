import Codecs
import Glibc
import Secrets
import SystemPackage
import TestSupport
import Testing

struct SealingKeyTests {
    static let context = Array("outbox/17".utf8)

    // The GCM specification (McGrew and Viega), test cases 13, 14 and 16.
    @Test(arguments: [
        (
            String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "", "",
            "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        (
            String(repeating: "00", count: 32), String(repeating: "00", count: 12), "",
            String(repeating: "00", count: 16), "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"
        ),
        (
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ])
    func `it opens the vectors of the specification`(
        key: String, nonce: String, context: String, plaintext: String, ciphertext: String, tag: String
    ) throws {
        let bytes = try #require(Hex.decode(key))
        let key = try #require(SealingKey(bytes))
        let sealed = try #require(Hex.decode(nonce + ciphertext + tag))
        let additional = try #require(Hex.decode(context))
        #expect(Hex.encode(try key.open(sealed, context: additional)) == plaintext)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 4096, 100_000])
    func `what is sealed can be opened`(count: Int) throws {
        let key = SealingKey()
        let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try key.seal(plaintext, context: Self.context)
        #expect(sealed.count == count + SealingKey.overhead)
        #expect(try key.open(sealed, context: Self.context) == plaintext)
    }

    @Test func `the same plaintext is never sealed twice alike`() throws {
        let key = SealingKey()
        let sealed = try (0..<1000).map { _ in try key.seal([1, 2, 3], context: []).prefix(12) }
        #expect(Set(sealed).count == 1000)
    }

    @Test func `one flipped bit anywhere opens nothing`() throws {
        let key = SealingKey()
        let sealed = try key.seal(Array("Passwort".utf8), context: Self.context)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SealingError.notAuthentic) { try key.open(changed, context: Self.context) }
        }
    }

    @Test func `another key or context opens nothing`() throws {
        let key = SealingKey()
        let sealed = try key.seal([1, 2, 3], context: Self.context)
        #expect(throws: SealingError.notAuthentic) { try SealingKey().open(sealed, context: Self.context) }
        for context in [[], Array("outbox/18".utf8), Self.context + [0]] {
            #expect(throws: SealingError.notAuthentic) { try key.open(sealed, context: context) }
        }
    }

    @Test func `what was cut or lengthened opens nothing`() throws {
        let key = SealingKey()
        let sealed = try key.seal([1, 2, 3], context: [])
        for count in 0..<sealed.count {
            #expect(throws: SealingError.notAuthentic) { try key.open(Array(sealed.prefix(count)), context: []) }
        }
        #expect(throws: SealingError.notAuthentic) { try key.open(sealed + [0], context: []) }
    }

    @Test(arguments: [0, 16, 31, 33])
    func `a key has 32 bytes`(count: Int) {
        #expect(SealingKey([UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func `no automatic way to text shows it`() throws {
        let key = try #require(SealingKey(Array(repeating: 0x41, count: 32)))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(text.contains("<sealing key>"))
            #expect(!text.contains("AAAA") && !text.contains("65") && !text.contains("0x"))
        }
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}

struct SealingKeyFileTests {
    typealias Reason = SealingKey.FileError.Reason

    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path.appending("sealing.key").string
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private func expectFailure(_ reason: Reason, creating: Bool = false) {
        let error = #expect(throws: SealingKey.FileError.self) {
            _ = try creating ? SealingKey(contentsOfOrCreating: path) : SealingKey(contentsOf: path)
        }
        #expect(error?.path == path)
        #expect(error?.reason == reason)
    }

    @Test func `a file that is missing is made for its owner alone and read from then on`() throws {
        expectFailure(.system(call: "open", errno: ENOENT))
        let made = try SealingKey(contentsOfOrCreating: path)
        #expect(mode(of: path) == 0o600)
        #expect(folder.names() == ["sealing.key"])
        let sealed = try made.seal([1, 2, 3], context: [])
        #expect(try SealingKey(contentsOf: path).open(sealed, context: []) == [1, 2, 3])
        #expect(try SealingKey(contentsOfOrCreating: path).open(sealed, context: []) == [1, 2, 3])
    }

    @Test func `all who make it at once end with one key`() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: SealingKey.self) { group in
            for _ in 0..<16 {
                group.addTask { @concurrent in try SealingKey(contentsOfOrCreating: path) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let sealed = try SealingKey(contentsOf: path).seal([7], context: [])
        for key in keys {
            #expect(try key.open(sealed, context: []) == [7])
        }
        #expect(folder.names() == ["sealing.key"])
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o660, 0o666, 0o777] as [mode_t])
    func `a file that others may touch is refused and left alone`(mode: mode_t) throws {
        _ = try SealingKey(contentsOfOrCreating: path)
        unsafe chmod(path, mode)
        expectFailure(.tooOpen(mode: mode))
        expectFailure(.tooOpen(mode: mode), creating: true)
        #expect(self.mode(of: path) == mode)
    }

    @Test(arguments: [0o400, 0o600, 0o700] as [mode_t])
    func `a file for its owner alone is read`(mode: mode_t) throws {
        _ = try SealingKey(contentsOfOrCreating: path)
        unsafe chmod(path, mode)
        #expect(throws: Never.self) { try SealingKey(contentsOf: path) }
    }

    @Test(arguments: [0, 31, 33, 65])
    func `a file of another length is refused and left alone`(count: Int) throws {
        try folder.write([UInt8](repeating: 1, count: count), to: "sealing.key")
        expectFailure(.wrongLength(bytes: count))
        expectFailure(.wrongLength(bytes: count), creating: true)
    }

    @Test func `neither link, folder nor pipe is a key file`() throws {
        try folder.write([UInt8](repeating: 1, count: 32), to: "other.key")
        unsafe symlink("other.key", path)
        expectFailure(.system(call: "open", errno: ELOOP))
        unsafe unlink(path)
        unsafe mkdir(path, 0o700)
        expectFailure(.notAFile)
        unsafe rmdir(path)
        unsafe mkfifo(path, 0o600)
        expectFailure(.notAFile)
    }

    @Test func `a folder that is missing is not made`() {
        let inside = folder.path.appending("missing/sealing.key").string
        let error = #expect(throws: SealingKey.FileError.self) { try SealingKey(contentsOfOrCreating: inside) }
        #expect(error?.reason == .system(call: "open", errno: ENOENT))
    }
}
