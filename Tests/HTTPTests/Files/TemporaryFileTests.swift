import Platform
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

struct TemporaryFileTests {
    private func write(_ text: String, to file: TemporaryFile) throws {
        try file.write(Array(text.utf8).span)
    }

    private func make(in folder: TemporaryFolder, named: Bool) throws -> TemporaryFile {
        try named ? TemporaryFile(namedIn: folder.path) : TemporaryFile(in: folder.path)
    }

    @Test("It has no name until it is kept, and none where it never was", arguments: [false, true])
    func keep(named: Bool) throws {
        let folder = try TemporaryFolder()
        do {
            let file = try make(in: folder, named: named)
            try write("one ", to: file)
            try write("two", to: file)
            #expect(folder.names().isEmpty)
            try file.keep(as: folder.path.appending("a"))
            #expect(folder.names() == ["a"])
            #expect(String(decoding: try folder.read("a"), as: UTF8.self) == "one two")
            #expect(try folder.mode(of: "a") == 0o640)
            _ = try make(in: folder, named: named)
        }
        #expect(folder.names() == ["a"])
        #expect(folder.openFiles().isEmpty)
    }

    @Test("What is there is not replaced, and another name can be tried", arguments: [false, true])
    func exists(named: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("old".utf8), to: "a")
        let file = try make(in: folder, named: named)
        try write("new", to: file)
        #expect(throws: FileWriteError.exists) { try file.keep(as: folder.path.appending("a")) }
        #expect(folder.names() == ["a"])
        #expect(String(decoding: try folder.read("a"), as: UTF8.self) == "old")
        try file.keep(as: folder.path.appending("b"), permissions: .ownerReadWrite)
        #expect(String(decoding: try folder.read("b"), as: UTF8.self) == "new")
        #expect(try folder.mode(of: "b") == 0o600)
    }

    @Test("A folder that is not there is told", arguments: [false, true])
    func missing(named: Bool) throws {
        let folder = try TemporaryFolder()
        let missing = folder.path.appending("missing")
        #expect(throws: FileWriteError.failed(.noSuchFileOrDirectory)) {
            _ = try named ? TemporaryFile(namedIn: missing) : TemporaryFile(in: missing)
        }
        let file = try make(in: folder, named: named)
        #expect(throws: FileWriteError.failed(.noSuchFileOrDirectory)) { try file.keep(as: missing.appending("a")) }
        #expect(folder.names().isEmpty)
    }

    @Test("A full disk is told as such")
    func full() throws {
        let file = TemporaryFile(try Descriptor(opening: "/dev/full", .writeOnly), isLinkable: false)
        #expect(throws: FileWriteError.noSpace) { try self.write("x", to: file) }
    }

    @Test(
        "What went wrong tells the status",
        arguments: [
            (.noSpace, .noSpace, 507), (.diskQuotaExceeded, .noSpace, 507), (.fileTooLarge, .noSpace, 507),
            (.tooManyOpenFiles, .exhausted, 503), (.tooManyOpenFilesInSystem, .exhausted, 503),
            (.noMemory, .exhausted, 503), (.fileExists, .exists, 409), (.ioError, .failed(.ioError), 500),
        ] as [(Errno, FileWriteError, UInt16)])
    func status(_ errno: Errno, _ error: FileWriteError, _ code: UInt16) {
        #expect(FileWriteError(errno) == error)
        #expect(FormUploadError.storage(error).status.code == code)
        #expect(FormUploadError.storage(error).description == error.description)
    }
}
