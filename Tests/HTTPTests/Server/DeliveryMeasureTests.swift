import Codecs
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite("How the octets of an answer lie")
struct DeliveryMeasureTests {
    private let tag = DeliveryTag(owner: 1, content: 2)

    @Test("a body of octets is the whole content, behind the head")
    func bytes() throws {
        let measure = try #require(
            DeliveryMeasure(tag, headCount: 100, body: .bytes([UInt8](repeating: 1, count: 50))))
        #expect(measure.ranges(among: 100).isEmpty)
        #expect(measure.ranges(among: 0).isEmpty)
        #expect(measure.ranges(among: -7).isEmpty)
        #expect(measure.ranges(among: 101) == [0..<1])
        #expect(measure.ranges(among: 150) == [0..<50])
        #expect(measure.ranges(among: .max) == [0..<50])
    }

    @Test("a region lies where it lies in the file")
    func region() throws {
        let folder = try TemporaryFolder()
        let file = try OpenFile(folder.writeZeros(1000, to: "f").string)
        let measure = try #require(
            DeliveryMeasure(tag, headCount: 10, body: .file(FileRegion(file, 300..<400))))
        #expect(measure.ranges(among: 11) == [300..<301])
        #expect(measure.ranges(among: 110) == [300..<400])
    }

    @Test("what stands between parts is no content")
    func parts() throws {
        let folder = try TemporaryFolder()
        let file = try OpenFile(folder.writeZeros(1000, to: "f").string)
        let parts = FileParts(file, [900..<1000, 0..<5], mediaType: .pdf, boundary: FileParts.Boundary())
        let measure = try #require(DeliveryMeasure(tag, headCount: 10, body: .parts(parts)))
        let first = 10 + Int64(parts.parts[0].preamble.count)
        let second = first + 100 + Int64(parts.parts[1].preamble.count)
        #expect(measure.ranges(among: first).isEmpty)
        #expect(measure.ranges(among: first + 1) == [900..<901])
        #expect(measure.ranges(among: first + 100) == [900..<1000])
        #expect(measure.ranges(among: second) == [900..<1000])
        #expect(measure.ranges(among: second + 2) == [900..<1000, 0..<2])
        #expect(measure.ranges(among: 10 + parts.count) == [900..<1000, 0..<5])
    }

    @Test("without a body there is nothing to measure")
    func empty() {
        #expect(DeliveryMeasure(tag, headCount: 10, body: .empty) == nil)
    }
}
