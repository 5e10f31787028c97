import Codecs

/// How the characters of a participant list are written as bytes.
package enum ListEncoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with a byte order mark"
    case windows1252 = "Windows-1252"

    /// Recognises the encoding of a text and turns it into UTF-8 without a mark.
    ///
    /// What is valid UTF-8 is taken for it; everything else is Windows-1252, in which German spreadsheet programs save
    /// by default. Its five undefined bytes become U+FFFD, which no cell that is used may hold.
    ///
    /// - Throws: `.empty`, `.isUTF16`, `.isWorkbook`, `.isNoText`, `.damagedUTF8`.
    static func decode(
        _ bytes: [UInt8]
    ) throws(ParticipantListError) -> (encoding: ListEncoding, text: [UInt8]) {
        guard !bytes.isEmpty else { throw .empty }
        // A ZIP (XLSX, ODS), and the compound files of old (XLS).
        guard !bytes.starts(with: [0x50, 0x4B, 3, 4]), !bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
            throw .isWorkbook
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { throw .isUTF16 }
        if bytes.contains(0) { throw looksLikeUTF16(bytes) ? .isUTF16 : .isNoText }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            let text = Array(bytes.dropFirst(3))
            if let fault = firstFault(in: text) { throw .damagedUTF8(line: line(of: fault, in: text)) }
            return (.utf8WithMark, text)
        }
        if firstFault(in: bytes) == nil { return (.utf8, bytes) }
        return (.windows1252, Windows1252.utf8(bytes))
    }

    /// Every second byte of Latin text in UTF-16 is zero.
    private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
        let sample = bytes.prefix(512)
        return sample.count(where: { $0 == 0 }) * 4 >= sample.count
    }

    /// Where UTF-8 ends to be valid.
    private static func firstFault(in bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        let before = bytes[..<offset]
        var line = 1
        for (index, byte) in before.enumerated() {
            switch byte {
            case 0x0A where index == 0 || before[index - 1] != 0x0D: line += 1
            case 0x0D: line += 1
            default: break
            }
        }
        return line
    }
}
