/// A file of the store, known by its content.
package struct StoredFile: Hashable, Sendable {
    /// SHA-256 of the content, 32 octets.
    package let digest: [UInt8]
    /// CRC-32 of the content as in ISO 3309, which a ZIP entry needs.
    package let crc32: UInt32
    /// In octets, at least 1.
    package let size: Int64

    package init(digest: [UInt8], crc32: UInt32, size: Int64) {
        self.digest = digest
        self.crc32 = crc32
        self.size = size
    }

    /// The digest in lower-case hexadecimal: 64 characters.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Where it lies below the store's folder: `ab/abcd…`.
    package var relativePath: String {
        let name = hexadecimal
        return "\(name.prefix(2))/\(name)"
    }
}
