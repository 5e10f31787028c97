package import Nachlese
package import Networking

/// The addresses of the settings, read and allowed.
package struct ListenAddresses {
    /// Where the site is.
    package let all: [SocketAddress]
    /// Where people are only sent to the site.
    package let redirecting: [SocketAddress]

    /// - Throws: `ServiceError.setting` for a text that is no address; `SettingsReader.Fault.publicURLNeeded` when others than
    ///   this machine can connect, or only by a Unix socket, and nobody said what address they see; another fault for
    ///   settings that contradict each other.
    package init(_ settings: Settings) throws {
        let all = try ListenAddresses.read(settings.listen, of: .listen)
        redirecting = try ListenAddresses.read(settings.redirectListen, of: .redirectListen)
        try SettingsReader.check(settings)
        if settings.publicURL == nil, let open = all.first(where: { !$0.isLoopback || !$0.isInternet }) {
            throw SettingsReader.Fault.publicURLNeeded(listening: "\(open)")
        }
        self.all = all
    }

    private static func read(_ texts: [String], of key: SettingKey) throws(ServiceError) -> [SocketAddress] {
        var addresses: [SocketAddress] = []
        for text in texts {
            do throws(SocketAddressError) {
                addresses.append(try SocketAddress(text))
            } catch {
                throw .setting("setting '\(key.rawValue)': \(error)")
            }
        }
        return addresses
    }
}
