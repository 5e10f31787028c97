import Codecs

/// An IPv4 address.
package struct IPv4Address: Sendable, Hashable, CustomStringConvertible {
    /// The four bytes, the first one in the most significant place.
    package let value: UInt32

    /// The address with these bytes, the first one in the most significant place.
    package init(_ value: UInt32) {
        self.value = value
    }

    /// Reads four decimal numbers without signs or leading zeros (RFC 3986 section 3.2.2); nil for anything else.
    package init?(_ text: String) {
        var value: UInt32 = 0
        var bytes = 0
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard bytes < 4, let byte = DecimalNumber.parse(part, upTo: 255) else { return nil }
            value = value << 8 | UInt32(byte)
            bytes += 1
        }
        guard bytes == 4 else { return nil }
        self.value = value
    }

    /// The loopback address that everybody means.
    package static let loopback = IPv4Address(0x7F00_0001)

    /// Stands for all addresses of the host.
    package static let any = IPv4Address(0)

    /// Whether the address is in 127.0.0.0/8 (RFC 1122 section 3.2.1.3).
    package var isLoopback: Bool {
        value >> 24 == 127
    }

    package var description: String {
        "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    }
}

/// Decimal numbers in addresses.
enum DecimalNumber {
    /// A number without sign or leading zeros, nil when it is anything else or greater than the limit.
    static func parse(_ digits: some Collection<UInt8>, upTo limit: Int) -> Int? {
        guard digits.count == 1 || digits.first != UInt8(ascii: "0"), let number: Int = ASCII.number(digits) else {
            return nil
        }
        return number <= limit ? number : nil
    }
}
