internal import HTTP
package import Nachlese
package import Networking

extension TrustedProxies {
    /// The proxies of the settings.
    ///
    /// - Throws: `ServiceError.setting` about the first block that cannot be read.
    package init(_ settings: Settings) throws(ServiceError) {
        do throws(AddressBlockError) {
            try self.init(settings.trustedProxies)
        } catch {
            throw .setting("setting '\(SettingKey.trustedProxies.rawValue)': \(error)")
        }
    }
}

extension Forwarding {
    /// What the settings say about proxies.
    ///
    /// - Throws: as for `TrustedProxies`.
    init(_ settings: Settings) throws(ServiceError) {
        let fields: Fields =
            switch settings.forwardedField {
            case .xForwardedFor: .xForwarded
            case .forwarded: .forwarded
            }
        self.init(try TrustedProxies(settings), fields: fields, isPublic: !settings.baseURL.isLoopback)
    }
}
