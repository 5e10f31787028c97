import Glibc

@testable import Codecs
@testable import HTTP

/// Ranges of a file: what is announced is what is sent, and never more than the file.
///
/// The first byte chooses the file, the rest is the value of `Range`.
func fuzz(_ bytes: [UInt8]) {
    guard let choice = bytes.first else { return }
    let file = files[Int(choice) % files.count]
    var raw = Array("GET / HTTP/1.1\r\nHost: a\r\nRange: ".utf8) + bytes.dropFirst()
    raw += [0x0D, 0x0A, 0x0D, 0x0A]
    var parser = RequestParser()
    guard case .head(let head, _)? = try? parser.parse(raw.span) else { return }
    let representation = FileRepresentation(
        file, validators: Validators(entityTag: EntityTag("a")), mediaType: .pdf, disposition: nil,
        cacheControl: "private")
    let response = representation.response(to: head)
    switch response.body {
    case .file(let region):
        expect(region.offset >= 0 && region.offset + region.count <= file.size, "\(region.offset) \(region.count)")
        let isPart = response.status == .partialContent
        expect(isPart == (response[.contentRange] != nil), "\(response.status) \(response.fields)")
        expect(isPart || region.count == file.size, "a part without being called one")
        let end = region.offset + region.count - 1
        expect(!isPart || response[.contentRange] == "bytes \(region.offset)-\(end)/\(file.size)", "\(response.fields)")
    case .parts(let parts):
        expect(response.status == .partialContent && response[.contentRange] == nil, "\(response.fields)")
        expect((2...ByteRange.mostParts).contains(parts.parts.count), "\(parts.parts.count) parts")
        let sum = parts.parts.reduce(Int64(parts.closing.count)) { $0 + Int64($1.preamble.count) + $1.region.count }
        expect(parts.count == sum && sum < file.size, "\(parts.count) announced, \(sum) sent of \(file.size)")
        expect(parts.parts.allSatisfy { $0.region.count > 0 }, "an empty part")
    default:
        expect(response.status == .rangeNotSatisfiable, "\(response.status)")
        expect(response[.contentRange] == "bytes */\(file.size)", "\(response.fields)")
    }
}

/// Files of several sizes, which take no room and are gone when this process is.
let files: [OpenFile] = [0, 1, 1_000, 5_000_000, 1 << 40].map { size in
    var name = Array("\(P_tmpdir)/nachlese-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        close(descriptor)
        unlink(path)
    }
    guard descriptor >= 0, ftruncate(descriptor, size) == 0, let file = try? OpenFile(path) else {
        fatalError("no file of \(size) octets: \(errno)")
    }
    return file
}
