/// Classes of bytes of ASCII text.
///
/// Never `Character`, which knows more digits, letters and blanks than the standards do. Readers ask for every byte: as
/// calls these were 4 % of the instructions of a download. Only what is `public` is inlined into another target.
public enum ASCII {
    /// Whether a byte is a decimal digit.
    @inlinable public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Whether a byte is a letter of either case.
    @inlinable public static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inlinable public static func isUppercase(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inlinable public static func isLowercase(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    @inlinable public static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte)
    }

    /// Whether a byte is a space or a tabulator.
    @inlinable public static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether a byte is a space, a tabulator, LF, VT, FF or CR.
    @inlinable public static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte &- 0x09 < 5
    }

    /// Whether a byte is below 0x20, or DEL.
    @inlinable public static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

    /// The byte with A to Z made lower case and everything else as it is.
    @inlinable public static func lowercased(_ byte: UInt8) -> UInt8 {
        isUppercase(byte) ? byte | 0x20 : byte
    }

    /// The byte with a to z made upper case and everything else as it is.
    @inlinable public static func uppercased(_ byte: UInt8) -> UInt8 {
        isLowercase(byte) ? byte & ~0x20 : byte
    }

    /// The text with A to Z made lower case and everything else as it is.
    package static func lowercased(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map { lowercased($0) }, as: UTF8.self)
    }

    /// The number that decimal digits spell; nil where there is none or something else, and for one that is too large.
    package static func number<Number: FixedWidthInteger>(_ digits: some Collection<UInt8>) -> Number? {
        guard !digits.isEmpty else { return nil }
        var number: Number = 0
        for digit in digits {
            guard isDigit(digit) else { return nil }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeAtLast) = tens.addingReportingOverflow(Number(digit - 0x30))
            guard !isTooLarge, !isTooLargeAtLast else { return nil }
            number = sum
        }
        return number
    }

    /// A number that is not negative, with zeros before it up to a width: `07`.
    package static func padded(_ number: some BinaryInteger, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
