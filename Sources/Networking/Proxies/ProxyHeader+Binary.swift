/// Version 2: sixteen octets that say how many follow, the addresses, and extensions, which are passed over.
extension ProxyHeader {
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixedLength = 16

    static func parseBinary(_ bytes: Span<UInt8>) -> Outcome {
        switch begins(bytes, with: signature) {
        case nil: return .needMore
        case false?: return .malformed
        case true?: break
        }
        guard bytes.count >= 13 else { return .needMore }
        // Version 2 in the upper half; the lower half is a command.
        let isLocal = bytes[12] == 0x20
        guard isLocal || bytes[12] == 0x21 else { return .malformed }
        guard bytes.count >= fixedLength else { return .needMore }
        // What a proxy says of its own connection is not looked at, not even its kind.
        let kind = isLocal ? .unspecified : Kind(rawValue: bytes[13])
        let length = fixedLength + Int(number(bytes, at: 14, octets: 2))
        guard let kind, length >= fixedLength + kind.addressLength, length <= longest else { return .malformed }
        guard bytes.count >= length else { return .needMore }
        return .header(ProxyHeader(source: kind.source(in: bytes, at: fixedLength), length: length))
    }

    /// What kind of addresses follow, of a stream: nothing else can be relayed here.
    private enum Kind: UInt8 {
        case unspecified = 0x00
        case ipv4 = 0x11
        case ipv6 = 0x21
        case unix = 0x31

        /// Octets of source and destination.
        var addressLength: Int {
            switch self {
            case .unspecified: 0
            case .ipv4: 12
            case .ipv6: 36
            case .unix: 216
            }
        }

        func source(in bytes: Span<UInt8>, at start: Int) -> SocketAddress? {
            switch self {
            case .unspecified: return nil
            case .ipv4:
                let address = IPv4Address(UInt32(ProxyHeader.number(bytes, at: start, octets: 4)))
                return .ipv4(address, port: UInt16(ProxyHeader.number(bytes, at: start + 8, octets: 2)))
            case .ipv6:
                let address = IPv6Address(
                    high: ProxyHeader.number(bytes, at: start, octets: 8),
                    low: ProxyHeader.number(bytes, at: start + 8, octets: 8))
                return .ipv6(address, port: UInt16(ProxyHeader.number(bytes, at: start + 32, octets: 2)))
            case .unix:
                var path: [UInt8] = []
                for position in start..<start + 108 where path.count == position - start && bytes[position] != 0 {
                    path.append(bytes[position])
                }
                return .unix(String(decoding: path, as: UTF8.self))
            }
        }
    }

    /// A number of so many octets, at most eight, the first one in the most significant place.
    private static func number(_ bytes: Span<UInt8>, at start: Int, octets: Int) -> UInt64 {
        var number: UInt64 = 0
        for position in start..<start + octets { number = number << 8 | UInt64(bytes[position]) }
        return number
    }
}
