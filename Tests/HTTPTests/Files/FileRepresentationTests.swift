import Codecs
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

struct FileRepresentationTests {
    private let folder: TemporaryFolder
    private static let modified: Int64 = 784_111_777

    init() throws {
        folder = try TemporaryFolder()
    }

    private func representation(size: Int64) throws -> FileRepresentation {
        let path = try folder.writeZeros(size, to: "slides.pdf").string
        return FileRepresentation(
            try OpenFile(path), validators: Validators(entityTag: EntityTag("v1"), lastModified: Self.modified),
            mediaType: .pdf, disposition: ContentDisposition(.attachment, fileName: "slides.pdf"),
            cacheControl: "private, no-store")
    }

    /// Status, offset, count and `Content-Range` of an answer.
    private func answer(
        _ size: Int64, _ fields: [String], method: String = "GET"
    ) throws -> (code: UInt16, offset: Int64, count: Int64, range: String?) {
        let response = try representation(size: size).response(to: .make(method, "/", fields))
        guard case .file(let region) = response.body else {
            return (response.status.code, 0, 0, response[.contentRange])
        }
        return (response.status.code, region.offset, region.count, response[.contentRange])
    }

    @Test(
        "Ranges are answered to the octet",
        arguments: [
            (1_000, [], 200, 0, 1_000, nil),
            (1_000, ["Range: bytes=0-"], 206, 0, 1_000, "bytes 0-999/1000"),
            (1_000, ["Range: bytes=-500"], 206, 500, 500, "bytes 500-999/1000"),
            (1_000, ["Range: bytes=10-19"], 206, 10, 10, "bytes 10-19/1000"),
            (1_000, ["Range: bytes=1000-"], 416, 0, 0, "bytes */1000"),
            (1_000, ["Range: bytes=9223372036854775807-"], 416, 0, 0, "bytes */1000"),
            (1_000, ["Range: bytes=-0"], 416, 0, 0, "bytes */1000"),
            (200, ["Range: bytes=0-1,5-6"], 200, 0, 200, nil),
            (1_000, ["Range: bytes=0-1,2-6"], 206, 0, 7, "bytes 0-6/1000"),
            (1_000, ["Range: bytes=5-1"], 200, 0, 1_000, nil),
            (1_000, ["Range: bytes=0-1", "Range: bytes=2-3"], 200, 0, 1_000, nil),
            (1_000, ["Range: bytes=0-1", "If-Range: \"v1\""], 206, 0, 2, "bytes 0-1/1000"),
            (1_000, ["Range: bytes=0-1", "If-Range: \"v2\""], 200, 0, 1_000, nil),
            (1_000, ["Range: bytes=5000-", "If-Range: \"v2\""], 200, 0, 1_000, nil),
            (0, [], 200, 0, 0, nil),
            (0, ["Range: bytes=0-"], 416, 0, 0, "bytes */0"),
            (0, ["Range: bytes=-1"], 200, 0, 0, nil),
            (31_457_280, ["Range: bytes=0-"], 206, 0, 31_457_280, "bytes 0-31457279/31457280"),
            (
                5_368_709_120, ["Range: bytes=4294967296-"], 206, 4_294_967_296, 1_073_741_824,
                "bytes 4294967296-5368709119/5368709120"
            ),
        ] as [(Int64, [String], UInt16, Int64, Int64, String?)])
    func ranges(
        _ size: Int64, _ fields: [String], _ code: UInt16, _ offset: Int64, _ count: Int64, _ range: String?
    ) throws {
        let answer = try answer(size, fields)
        #expect(answer.code == code)
        #expect(answer.offset == offset)
        #expect(answer.count == count)
        #expect(answer.range == range)
    }

    @Test("A range of HEAD is ignored", arguments: ["bytes=0-1", "bytes=0-1,500-501", "bytes=5000-"])
    func head(_ range: String) throws {
        let answer = try answer(1_000, ["Range: \(range)"], method: "HEAD")
        #expect(answer.code == 200)
        #expect(answer.count == 1_000)
        #expect(answer.range == nil)
    }

    @Test("Conditions come before ranges")
    func conditions() throws {
        #expect(try answer(10, ["If-None-Match: \"v1\"", "Range: bytes=0-1"]).code == 304)
        #expect(try answer(10, ["If-Match: \"v2\"", "Range: bytes=0-1"]).code == 412)
        #expect(try answer(10, ["If-Match: \"v1\"", "Range: bytes=99-"]).code == 416)
    }

    @Test("A whole answer describes itself and a 304 repeats the validators only")
    func fields() throws {
        let representation = try representation(size: 10)
        let whole = representation.response(to: try .make())
        #expect(whole[.contentType] == "application/pdf")
        #expect(whole[.entityTag] == "\"v1\"")
        #expect(whole[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(whole[.acceptRanges] == "bytes")
        #expect(whole[.cacheControl] == "private, no-store")
        #expect(whole[.contentTypeOptions] == "nosniff")
        #expect(whole[.contentDisposition]?.hasPrefix("attachment; ") == true)
        let unchanged = representation.response(to: try .make("GET", "/", ["If-None-Match: \"v1\""]))
        // RFC 9110 section 15.4.5 wants nothing of the metadata that a tag makes superfluous.
        #expect(unchanged.fields.map(\.name) == [.cacheControl, .entityTag])
        let untagged = FileRepresentation(
            representation.file, validators: Validators(entityTag: nil, lastModified: Self.modified), mediaType: .pdf,
            disposition: nil, cacheControl: "private")
        let date = "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(
            untagged.response(to: try .make("GET", "/", [date])).fields.map(\.name) == [.cacheControl, .lastModified])
    }

    @Test("A region never reaches outside its file")
    func regions() throws {
        let file = try OpenFile(try folder.writeZeros(10, to: "f").string)
        #expect(FileRegion(file, 5..<50).count == 5)
        #expect(FileRegion(file, 50..<60).count == 0)
        #expect(FileRegion(file, -5..<5).offset == 0)
        #expect(FileRegion(file).count == 10)
    }

    @Test("Only regular files open, and no symbolic link is followed")
    func opening() throws {
        let path = try folder.writeZeros(3, to: "f").string
        let file = try OpenFile(path)
        #expect(file.size == 3)
        #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(throws: OpenFileError.notRegular) { try OpenFile(folder.path.string) }
        #expect(throws: OpenFileError.notRegular) { try OpenFile("/dev/null") }
        #expect(throws: OpenFileError.failed(.noSuchFileOrDirectory)) {
            try OpenFile(folder.path.appending("none").string)
        }
        #expect(throws: OpenFileError.failed(.invalidArgument)) { try OpenFile(path + "\u{0}x") }
        let link = folder.path.appending("link").string
        #expect(unsafe symlink(path, link) == 0)
        #expect(throws: OpenFileError.failed(.tooManySymbolicLinkLevels)) { try OpenFile(link) }
        let pipe = folder.path.appending("pipe").string
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: OpenFileError.notRegular) { try OpenFile(pipe) }
    }

    @Test("A descriptor is closed with the last reference to its file")
    func closing() throws {
        var file: OpenFile? = try OpenFile(try folder.writeZeros(3, to: "f").string)
        let descriptor = try #require(file?.descriptor)
        var status = stat()
        #expect(unsafe fstat(descriptor, &status) == 0)
        let inode = status.st_ino
        file = nil
        // Another test may have taken the number meanwhile, though not for this inode.
        #expect(unsafe fstat(descriptor, &status) != 0 || status.st_ino != inode)
    }
}
