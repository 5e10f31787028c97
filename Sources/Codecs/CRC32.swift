/// CRC-32 with the reflected polynomial 0xEDB88320 (ISO 3309, ITU-T V.42), as ZIP uses it.
package struct CRC32: Sendable {
    private var state: UInt32 = .max

    package init() {}

    /// Takes in more of the content, eight bytes a step.
    package mutating func update(_ bytes: Span<UInt8>) {
        var crc = state
        var index = 0
        let table = CRC32.table
        while bytes.count - index >= 8 {
            let low =
                crc
                ^ (UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
                    | UInt32(bytes[index + 3]) << 24)
            crc =
                table[0x700 + Int(low & 0xFF)] ^ table[0x600 + Int(low >> 8 & 0xFF)]
                ^ table[0x500 + Int(low >> 16 & 0xFF)] ^ table[0x400 + Int(low >> 24)]
                ^ table[0x300 + Int(bytes[index + 4])] ^ table[0x200 + Int(bytes[index + 5])]
                ^ table[0x100 + Int(bytes[index + 6])] ^ table[Int(bytes[index + 7])]
            index += 8
        }
        while index < bytes.count {
            crc = crc >> 8 ^ table[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
            index += 1
        }
        state = crc
    }

    /// The checksum of everything taken in so far.
    package var value: UInt32 { ~state }

    /// Eight tables of 256 entries: the effect of a byte followed by 0 to 7 zero bytes.
    private static let table: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            table[byte] = crc
        }
        for byte in 0..<256 {
            for step in 1..<8 {
                let before = table[(step - 1) * 256 + byte]
                table[step * 256 + byte] = before >> 8 ^ table[Int(before & 0xFF)]
            }
        }
        return table
    }()
}
