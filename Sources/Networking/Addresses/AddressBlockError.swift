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
