import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct FileStatusTests {
    @Test func `a file, a folder, a link and a device are told apart`() throws {
        let place = try TemporaryFolder()
        let file = try place.write([1, 2, 3], to: "file")
        let link = place.path.appending("link")
        unsafe symlink("file", link.string)
        #expect(try FileStatus(of: file).kind == .file)
        #expect(try FileStatus(of: file).size == 3)
        #expect(try FileStatus(of: place.path).kind == .folder)
        #expect(try FileStatus(of: link).kind == .file)
        #expect(try FileStatus(of: link, followingLinks: false).kind == .link)
        #expect(try FileStatus(of: "/dev/null").kind == .other)
        #expect(try FileStatus(of: Descriptor(opening: file, .readOnly)).linkCount == 1)
    }

    @Test func `permissions and the time of writing are the file's`() throws {
        let place = try TemporaryFolder()
        let file = try place.write([], to: "file")
        unsafe chmod(file.string, 0o640)
        try place.setLastWritten("file", to: 1_000_000_000)
        let status = try FileStatus(of: file)
        #expect(status.permissions.rawValue == 0o640)
        #expect(status.isOpenToOthers)
        unsafe chmod(file.string, 0o700)
        #expect(try !FileStatus(of: file).isOpenToOthers)
        #expect(status.modified == FileTime(seconds: 1_000_000_000, nanoseconds: 0))
        #expect(status.modified < FileTime.now)
    }

    @Test func `what is not there is an error, or nothing`() throws {
        let place = try TemporaryFolder()
        let missing = place.path.appending("missing")
        #expect(throws: Errno.noSuchFileOrDirectory) { try FileStatus(of: missing) }
        #expect(try FileStatus.ifThere(missing) == nil)
        try place.write([], to: "file")
        #expect(throws: Errno.notDirectory) { try FileStatus.ifThere(place.path.appending("file/inner")) }
    }
}
