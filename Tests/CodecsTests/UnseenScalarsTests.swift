import Codecs
import Testing

struct UnseenScalarsTests {
    private func members(_ isMember: (Unicode.Scalar) -> Bool) -> Set<UInt32> {
        Set((0...0x10FFFF).compactMap { Unicode.Scalar($0) }.filter(isMember).map(\.value))
    }

    @Test func `the controls are those of Unicode`() {
        #expect(members(\.isControl) == members { $0.properties.generalCategory == .control })
    }

    @Test func `what turns the direction is listed whole, the Arabic letter mark among it`() {
        #expect(members(\.isBidirectionalControl) == members { $0.properties.isBidiControl })
        #expect(("\u{61C}" as Unicode.Scalar).isBidirectionalControl)
    }

    @Test func `the separators are two`() {
        #expect(members(\.isLineSeparator) == [0x2028, 0x2029])
    }

    @Test func `invisible marks are format characters that nobody sees`() {
        let invisible = members(\.isInvisibleFormat)
        for value in [0xAD, 0x200B, 0x200D, 0x2060, 0xFEFF, 0xE0041] as [UInt32] { #expect(invisible.contains(value)) }
        for scalar in "aä \u{A0}\u{301}–".unicodeScalars { #expect(!invisible.contains(scalar.value)) }
        #expect(("\u{FEFF}" as Unicode.Scalar).isByteOrderMark)
    }

    @Test func `white space and format characters are those of Unicode`() {
        #expect(
            members(\.isWhitespaceOrFormat)
                == members { $0.properties.isWhitespace || $0.properties.generalCategory == .format })
    }
}
