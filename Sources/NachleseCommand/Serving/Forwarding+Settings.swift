import HTTP
import Nachlese
import Networking

extension TrustedProxies {
    /// The proxies of the settings.
    ///
    /// - Throws: `Complaint` about the first block that cannot be read.
    init(_ settings: Settings) throws(Complaint) {
        do throws(AddressBlockError) {
            try self.init(settings.trustedProxies)
        } catch {
            throw Complaint(.configuration, "setting '\(SettingKey.trustedProxies.rawValue)': \(error)")
        }
    }
}

extension Forwarding {
    /// What the settings say about proxies.
    ///
    /// - Throws: `Complaint` as for `TrustedProxies`.
    init(_ settings: Settings) throws(Complaint) {
        let fields: Fields =
            switch settings.forwardedField {
            case .xForwardedFor: .xForwarded
            case .forwarded: .forwarded
            }
        self.init(try TrustedProxies(settings), fields: fields)
    }
}
