/// The peers that are believed when they say for whom they ask.
package struct TrustedProxies: Sendable, Hashable {
    private let blocks: [AddressBlock]
    private let includesUnixSockets: Bool

    /// Believes nobody.
    package static let none = TrustedProxies()

    private init() {
        blocks = []
        includesUnixSockets = false
    }

    /// Reads blocks as `AddressBlock` does; the word `unix` stands for whoever comes by a Unix socket.
    ///
    /// - Throws: What is wrong with the first text that is neither.
    package init(_ texts: [String]) throws(AddressBlockError) {
        var blocks: [AddressBlock] = []
        for text in texts where text != "unix" { blocks.append(try AddressBlock(text)) }
        self.blocks = blocks
        includesUnixSockets = texts.contains("unix")
    }

    /// Whether nobody is believed.
    package var isEmpty: Bool { blocks.isEmpty && !includesUnixSockets }

    /// Whether a peer is believed.
    package func contains(_ peer: SocketAddress) -> Bool {
        switch peer {
        case .ipv4(let address, _):
            for block in blocks where block.contains(address) { return true }
            return false
        case .ipv6(let address, _):
            for block in blocks where block.contains(address) { return true }
            return false
        case .unix: return includesUnixSockets
        }
    }
}
