internal import Glibc

/// An IPv6 address without a zone.
package struct IPv6Address: Sendable, Hashable, CustomStringConvertible {
    /// The first eight bytes.
    package let high: UInt64
    /// The last eight bytes.
    package let low: UInt64

    /// The address with these bytes.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the forms of RFC 4291 section 2.2 (`inet_pton(3)`), without brackets; nil for anything else.
    package init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }
        var address = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        self.init(address)
    }

    init(_ address: in6_addr) {
        let (high, low) = unsafe withUnsafeBytes(of: address) { bytes in
            unsafe (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    /// The loopback address, `::1`.
    package static let loopback = IPv6Address(high: 0, low: 1)

    /// Stands for all addresses of the host, `::`.
    package static let any = IPv6Address(high: 0, low: 0)

    /// Whether this is `::1`, or an IPv4 loopback address in IPv6's clothes.
    package var isLoopback: Bool {
        self == .loopback || mappedIPv4?.isLoopback == true
    }

    /// The IPv4 address that this one stands for (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2).
    package var mappedIPv4: IPv4Address? {
        high == 0 && low >> 32 == 0xFFFF ? IPv4Address(UInt32(truncatingIfNeeded: low)) : nil
    }

    /// The address as the C library has it.
    var system: in6_addr {
        var address = in6_addr()
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            unsafe bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return address
    }

    /// The shortest form (`inet_ntop(3)`).
    package var description: String {
        var address = system
        var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        unsafe text.withUnsafeMutableBytes { text in
            _ = unsafe inet_ntop(
                AF_INET6, &address, text.baseAddress?.assumingMemoryBound(to: CChar.self), socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
}
