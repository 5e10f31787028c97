import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct AtomicFileTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    private func write(_ text: String, to name: String, onConflict conflict: AtomicFile.Conflict) throws {
        try AtomicFile.write(Array(text.utf8), to: place.path.appending(name), onConflict: conflict)
    }

    @Test func `a file appears whole under its name, for its owner alone`() throws {
        let file = try AtomicFile(in: place.path)
        try file.write([1, 2].span)
        #expect(place.names().count == 1 && place.names().allSatisfy { $0.hasPrefix(AtomicFile.prefix) })
        try file.write([3].span)
        try file.publish(as: place.path.appending("file"), onConflict: .fail)
        #expect(place.names() == ["file"])
        #expect(try place.read("file") == [1, 2, 3])
        #expect(try place.mode(of: "file") == 0o600)
    }

    @Test func `other permissions hold whatever the umask`() throws {
        let path = place.path.appending("file")
        try AtomicFile.write([], to: path, onConflict: .fail, permissions: FilePermissions(rawValue: 0o666))
        #expect(try place.mode(of: "file") == 0o666)
    }

    @Test func `what is there is replaced, or stays`() throws {
        try write("one", to: "file", onConflict: .fail)
        #expect(throws: Errno.fileExists) { try write("two", to: "file", onConflict: .fail) }
        #expect(try place.read("file") == Array("one".utf8))
        try write("three", to: "file", onConflict: .replace)
        #expect(try place.read("file") == Array("three".utf8))
        #expect(place.names() == ["file"])
    }

    @Test func `nothing is left of a file that is not published, or cannot be`() throws {
        do {
            let file = try AtomicFile(in: place.path, prefix: ".7.", suffix: ".part")
            try file.write([1].span)
            #expect(place.names().allSatisfy { $0.hasPrefix(".7.") && $0.hasSuffix(".part") })
        }
        #expect(place.names() == [])
        for conflict in [AtomicFile.Conflict.fail, .replace] {
            #expect(throws: Errno.noSuchFileOrDirectory) {
                let file = try AtomicFile(in: place.path)
                try file.publish(as: place.path.appending("missing/file"), onConflict: conflict)
            }
        }
        #expect(place.names() == [])
    }

    @Test func `a file may be published in another folder`() throws {
        try Folder.create(place.path.appending("group"))
        let file = try AtomicFile(in: place.path)
        try file.publish(as: place.path.appending("group/file"), onConflict: .replace)
        #expect(place.names() == ["group"])
        #expect(place.names(in: "group") == ["file"])
    }

    @Test func `many that write one file leave one of their contents`() async throws {
        let path = place.path.appending("file")
        try await withThrowingTaskGroup { group in
            for number in UInt8(0)..<8 {
                group.addTask { @concurrent in
                    try AtomicFile.write([UInt8](repeating: number, count: 50_000), to: path, onConflict: .replace)
                }
            }
            try await group.waitForAll()
        }
        let bytes = try place.read("file")
        #expect(bytes.count == 50_000 && Set(bytes).count == 1)
        #expect(place.names() == ["file"])
    }

    @Test func `a sweep takes what is abandoned and leaves what is being written`() throws {
        let abandoned = try place.write([1], to: AtomicFile.prefix + "abandoned")
        let file = try AtomicFile(in: place.path)
        for name in place.names() { AtomicFile.removeIfAbandoned(place.path.appending(name)) }
        #expect(place.names().count == 1 && !place.names().contains { abandoned.string.hasSuffix($0) })
        try file.publish(as: place.path.appending("file"), onConflict: .replace)
        #expect(place.names() == ["file"])
        AtomicFile.removeIfAbandoned(place.path.appending("missing"))
    }
}
