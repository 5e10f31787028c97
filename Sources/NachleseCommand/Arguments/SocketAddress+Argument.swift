import Networking

extension SocketAddress {
    /// Reads an address that was typed; it stays a text, because the settings hold it as one.
    @Sendable static func check(_ text: String) throws -> String {
        do throws(SocketAddressError) {
            _ = try SocketAddress(text)
            return text
        } catch {
            throw BadArgument("\(error)")
        }
    }
}
