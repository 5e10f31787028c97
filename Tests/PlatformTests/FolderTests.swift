import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct FolderTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    @Test func `a folder is made with its parents, for its owner alone`() throws {
        let path = place.path.appending("a/b/c")
        try Folder.create(path)
        try Folder.create(path)
        for name in ["a", "a/b", "a/b/c"] { #expect(try place.mode(of: name) == 0o700) }
    }

    @Test func `parents are made only where that is wanted`() {
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try Folder.create(place.path.appending("a/b"), withParents: false)
        }
        #expect(place.names() == [])
    }

    @Test func `something else in the place is refused`() throws {
        try place.write([], to: "file")
        #expect(throws: Errno.notDirectory) { try Folder.create(place.path.appending("file")) }
        #expect(throws: Errno.notDirectory) { try Folder.create(place.path.appending("file/inner")) }
    }

    @Test func `names are told without the folder's own, and so is every error`() throws {
        #expect(try Folder.names(in: place.path) == [])
        for name in [".hidden", "ü", String(repeating: "n", count: 255)] { try place.write([], to: name) }
        #expect(try Folder.names(in: place.path).sorted() == place.names())
        #expect(try Folder.names(in: place.path).count == 3)
        #expect(throws: Errno.noSuchFileOrDirectory) { try Folder.names(in: place.path.appending("missing")) }
        #expect(throws: Errno.notDirectory) { try Folder.names(in: place.path.appending("ü")) }
    }

    @Test func `a file is removed once and never missed`() throws {
        let path = try place.write([], to: "file")
        try Folder.removeFile(path)
        try Folder.removeFile(path)
        #expect(place.names() == [])
        #expect(throws: Errno.isDirectory) { try Folder.removeFile(place.path) }
    }

    @Test func `a bare name lies in the current folder`() {
        #expect(Folder.parent(of: "name") == ".")
        #expect(Folder.parent(of: "/name") == "/")
        #expect(Folder.parent(of: "a/b") == "a")
    }
}
