import TestSupport
import Testing

@testable import Catalogue

struct PictureFactsTests {
    private static let turned = PictureSamples.exif(orientation: 6, hasPlace: false)
    private static let located = PictureSamples.exif(orientation: 1, hasPlace: true)
    private static let exifHead = Array("Exif\0\0".utf8)

    private func size(_ bytes: [UInt8]) throws -> String {
        let facts = try PictureFacts(bytes)
        return "\(facts.format) \(facts.width)x\(facts.height)"
    }

    @Test(
        "reads format and size of every kind",
        arguments: [
            (PictureSamples.png(width: 640, height: 480), "png 640x480"),
            (PictureSamples.png(width: 640, height: 480, chunks: [("tEXt", [1, 2, 3])]), "png 640x480"),
            (PictureSamples.jpeg(width: 640, height: 480), "jpeg 640x480"),
            (PictureSamples.jpeg(width: 640, height: 480, frame: 0xC2), "jpeg 640x480"),
            (
                PictureSamples.jpeg(width: 640, height: 480, segments: [(0xE0, [1]), (0xC4, [9, 9, 9, 9, 9])]),
                "jpeg 640x480"
            ),
            (PictureSamples.webP([PictureSamples.lossy(width: 640, height: 480)]), "webP 640x480"),
            (PictureSamples.webP([PictureSamples.lossless(width: 640, height: 480)]), "webP 640x480"),
            (
                PictureSamples.webP([
                    PictureSamples.extended(width: 640, height: 480, flags: 0),
                    PictureSamples.lossy(width: 640, height: 480),
                ]), "webP 640x480"
            ),
        ])
    func reads(bytes: [UInt8], size: String) throws {
        #expect(try self.size(bytes) == size)
    }

    @Test("a photo that was taken upright is as wide as browsers show it", arguments: [true, false])
    func turns(isLittle: Bool) throws {
        let exif = PictureSamples.exif(orientation: 6, hasPlace: false, isLittle: isLittle)
        let photo = PictureSamples.jpeg(
            width: 640, height: 480, segments: [(0xE1, PictureFactsTests.exifHead + exif)])
        #expect(try size(photo) == "jpeg 480x640")
        let upright = PictureSamples.exif(orientation: 3, hasPlace: false, isLittle: isLittle)
        #expect(
            try size(
                PictureSamples.jpeg(
                    width: 640, height: 480, segments: [(0xE1, PictureFactsTests.exifHead + upright)]))
                == "jpeg 640x480")
    }

    @Test("a picture that says where it was taken is not taken", arguments: [true, false])
    func place(isLittle: Bool) {
        let exif = PictureSamples.exif(orientation: 1, hasPlace: true, isLittle: isLittle)
        let pictures = [
            PictureSamples.jpeg(width: 64, height: 64, segments: [(0xE1, PictureFactsTests.exifHead + exif)]),
            PictureSamples.png(width: 64, height: 64, chunks: [("eXIf", exif)]),
            PictureSamples.webP([
                PictureSamples.extended(width: 64, height: 64, flags: 8), PictureSamples.lossy(width: 64, height: 64),
                ("EXIF", exif),
            ]),
        ]
        for picture in pictures {
            #expect(throws: PictureFault.namesPlace) { try PictureFacts(picture) }
        }
    }

    @Test("nothing that moves is taken")
    func moves() {
        #expect(throws: PictureFault.moves) {
            try PictureFacts(PictureSamples.png(width: 64, height: 64, chunks: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])]))
        }
        #expect(throws: PictureFault.moves) {
            try PictureFacts(PictureSamples.webP([PictureSamples.extended(width: 64, height: 64, flags: 2)]))
        }
    }

    @Test("sizes outside of the bounds are refused", arguments: [(15, 64), (64, 15), (4097, 64), (64, 4097), (0, 0)])
    func bounds(width: Int, height: Int) {
        for picture in [
            PictureSamples.png(width: width, height: height), PictureSamples.jpeg(width: width, height: height),
        ] {
            #expect(throws: PictureFault.badSize(width: width, height: height)) { try PictureFacts(picture) }
        }
    }

    @Test("the heaviest picture is taken, and one octet more is not")
    func weight() throws {
        let bare = PictureSamples.png(width: 64, height: 64, chunks: [("tEXt", [])])
        let room = [UInt8](repeating: 0, count: PictureFacts.heaviest - bare.count)
        #expect(try size(PictureSamples.png(width: 64, height: 64, chunks: [("tEXt", room)])) == "png 64x64")
        #expect(throws: PictureFault.tooHeavy(limit: 120_000)) {
            try PictureFacts(PictureSamples.png(width: 64, height: 64, chunks: [("tEXt", room + [0])]))
        }
    }

    @Test(
        "what is no picture is refused",
        arguments: [
            [], Array("GIF89a".utf8), Array("<svg/>".utf8), Array("%PDF-1.4".utf8), Array("RIFF\0\0\0\0WAVE".utf8),
            [0xFF, 0xD8],
        ])
    func others(bytes: [UInt8]) {
        #expect(throws: PictureFault.unknownFormat) { try PictureFacts(bytes) }
    }

    @Test(
        "a picture that was cut is refused wherever it was, and nothing breaks",
        arguments: [
            PictureSamples.png(width: 64, height: 64, chunks: [("eXIf", turned)]),
            PictureSamples.jpeg(width: 64, height: 64, segments: [(0xE1, exifHead + located)]),
            PictureSamples.webP([PictureSamples.lossless(width: 64, height: 64), ("EXIF", turned)]),
        ])
    func cut(bytes: [UInt8]) {
        for count in 0..<bytes.count {
            // Behind the header of the first scan a JPEG may end anywhere: its pixels are nobody's business here.
            let isAllThatIsRead = bytes.starts(with: [0xFF, 0xD8]) && count >= bytes.count - 3
            if isAllThatIsRead { continue }
            #expect(throws: PictureFault.self) { try PictureFacts(Array(bytes[..<count])) }
        }
    }

    @Test("any octet may be any other")
    func mutations() {
        let samples = [
            PictureSamples.png(width: 64, height: 64, chunks: [("eXIf", PictureFactsTests.located)]),
            PictureSamples.jpeg(
                width: 64, height: 64, segments: [(0xE1, PictureFactsTests.exifHead + PictureFactsTests.located)]),
            PictureSamples.webP([
                PictureSamples.extended(width: 64, height: 64, flags: 8), ("EXIF", PictureFactsTests.located),
            ]),
        ]
        for sample in samples {
            for place in sample.indices {
                for byte in [UInt8(0), 1, 0x7F, 0x80, 0xFE, 0xFF] {
                    var changed = sample
                    changed[place] = byte
                    if let facts = try? PictureFacts(changed) {
                        #expect(PictureFacts.sides.contains(facts.width) && PictureFacts.sides.contains(facts.height))
                    }
                }
            }
        }
    }
}
