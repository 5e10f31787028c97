import HTTP
import Nachlese
import Networking

extension TrustedProxies {
    /// The proxies of the settings.
    ///
    /// - Throws: `CommandError` about the first block that cannot be read.
    init(_ settings: Settings) throws(CommandError) {
        do throws(AddressBlockError) {
            try self.init(settings.trustedProxies)
        } catch {
            throw CommandError(.configuration, "setting '\(SettingKey.trustedProxies.rawValue)': \(error)")
        }
    }
}

extension Forwarding {
    /// What the settings say about proxies.
    ///
    /// - Throws: `CommandError` as for `TrustedProxies`.
    init(_ settings: Settings) throws(CommandError) {
        let fields: Fields =
            switch settings.forwardedField {
            case .xForwardedFor: .xForwarded
            case .forwarded: .forwarded
            }
        self.init(try TrustedProxies(settings), fields: fields)
    }
}
