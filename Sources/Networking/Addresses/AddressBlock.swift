/// A block of addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
///
/// An IPv4 address in IPv6's clothes is in the blocks of the IPv4 address it is, and in no block of IPv6.
package struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
    private enum Prefix: Hashable {
        case ipv4(IPv4Address, mask: UInt32)
        case ipv6(IPv6Address, highMask: UInt64, lowMask: UInt64)
    }

    private let prefix: Prefix
    /// How many bits at the front all addresses of the block have in common.
    private let length: Int

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone, which is the block of this one address.
    ///
    /// - Throws: What is wrong with the text, also when bits behind the prefix are set.
    package init(_ text: String) throws(AddressBlockError) {
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        let host = String(text[..<(slash ?? text.endIndex)])
        if let address = IPv4Address(host) {
            try self.init(address, length: Self.length(behind: slash, of: text, upTo: 32), text)
        } else if let address = IPv6Address(host) {
            let length = try Self.length(behind: slash, of: text, upTo: 128)
            if let mapped = address.mappedIPv4, length >= 96 {
                try self.init(mapped, length: length - 96, text)
            } else {
                try self.init(address, length: length, text)
            }
        } else {
            throw .invalidAddress(text)
        }
    }

    private init(_ address: IPv4Address, length: Int, _ text: String) throws(AddressBlockError) {
        let mask = ~(UInt32.max >> UInt32(length))
        let first = IPv4Address(address.value & mask)
        prefix = .ipv4(first, mask: mask)
        self.length = length
        guard first == address else { throw .bitsBehindPrefix(text, block: description) }
    }

    private init(_ address: IPv6Address, length: Int, _ text: String) throws(AddressBlockError) {
        // A shift by the width or more gives 0.
        let highMask = ~(UInt64.max >> UInt64(min(length, 64)))
        let lowMask = ~(UInt64.max >> UInt64(max(length - 64, 0)))
        let first = IPv6Address(high: address.high & highMask, low: address.low & lowMask)
        prefix = .ipv6(first, highMask: highMask, lowMask: lowMask)
        self.length = length
        guard first == address else { throw .bitsBehindPrefix(text, block: description) }
    }

    private static func length(
        behind slash: String.Index?, of text: String, upTo limit: Int
    ) throws(AddressBlockError) -> Int {
        guard let slash else { return limit }
        guard let length = DecimalNumber.parse(text.utf8[slash...].dropFirst(), upTo: limit) else {
            throw .invalidLength(text, limit: limit)
        }
        return length
    }

    /// Whether an address is in the block.
    package func contains(_ address: IPv4Address) -> Bool {
        guard case .ipv4(let first, let mask) = prefix else { return false }
        return address.value & mask == first.value
    }

    /// Whether an address is in the block, as the IPv4 address that it stands for where it does.
    package func contains(_ address: IPv6Address) -> Bool {
        if let mapped = address.mappedIPv4 { return contains(mapped) }
        guard case .ipv6(let first, let highMask, let lowMask) = prefix else { return false }
        return address.high & highMask == first.high && address.low & lowMask == first.low
    }

    /// Address and length of the prefix, such as `192.0.2.0/24`.
    package var description: String {
        switch prefix {
        case .ipv4(let first, _): "\(first)/\(length)"
        case .ipv6(let first, _, _): "\(first)/\(length)"
        }
    }
}

/// What is wrong with the text of a block of addresses; each case carries the text.
package enum AddressBlockError: Error, Hashable, CustomStringConvertible {
    /// Before the slash stands no IPv4 or IPv6 address.
    case invalidAddress(String)
    /// Behind the slash stands no decimal number up to the limit, 32 or 128.
    case invalidLength(String, limit: Int)
    /// The address is not the first one of the block.
    case bitsBehindPrefix(String, block: String)

    package var description: String {
        switch self {
        case .invalidAddress(let text):
            "“\(text)” is no block of addresses: write an address such as 192.0.2.7, a block such as 192.0.2.0/24 or "
                + "2001:db8::/32, without brackets, port or name"
        case .invalidLength(let text, let limit):
            "“\(text)” has no valid prefix length: it is a number from 0 to \(limit)"
        case .bitsBehindPrefix(let text, let block):
            "“\(text)” is not where a block begins: write \(block) for the whole block, or the address alone"
        }
    }
}
