internal import HTTP
internal import Logging
internal import Nachlese
internal import Networking

/// Where and how a service takes connections, as its settings and whoever started it have it.
struct ListeningPlan {
    /// Descriptors that are kept for everything but connections: database, files that are sent, loops.
    private static let reservedDescriptors = 1024

    /// The settings with the addresses that are really listened on.
    let settings: Settings
    /// Where the site is.
    let site: [ListeningPoint]
    /// Where people are only sent to the site.
    let redirection: [ListeningPoint]
    /// What the site shows over TLS; nil where it is plain.
    let certificates: ServerCertificates?
    let limits: ServerLimits
    /// Which proxies are believed.
    let forwarding: Forwarding

    /// Tries all addresses and reads all certificates.
    ///
    /// `descriptors`: how many the process may have; they bound the connections.
    ///
    /// - Throws: `ServiceError`, `SettingsReader.Fault` or `TLSError` about what is wrong, before anything is opened.
    init(
        _ settings: Settings, folder: DataFolder, control: ControlLoop, descriptors: Int,
        environment: [String: String], logger: Logger
    ) async throws {
        var settings = settings
        let passed = try PassedSocket.all(environment)
        if !passed.isEmpty { settings.listen = passed.map { ListenAddress($0.address) } }
        try SettingsReader.check(settings)
        let proxies = try settings.trustedProxies.value
        forwarding = try Forwarding(settings)
        let files = settings.certificates(in: folder)
        certificates = files.isEmpty ? nil : try ServerCertificates(files, logger: logger)

        let places: [(ListeningPoint.Place, SocketAddress)]
        if passed.isEmpty {
            places = try await control.claim(settings.listen.map { try $0.value }).map { (.address($0), $0) }
        } else {
            places = passed.map { (.passed($0.descriptor), $0.address) }
        }
        settings.listen = places.map { ListenAddress($0.1) }
        let expected = settings.proxyProtocol == .required ? proxies : nil
        let tls = certificates?.context
        // Who comes by a Unix socket is a proxy on this machine, which ends TLS itself.
        site = places.map { ListeningPoint($0, proxies: expected, tls: $1.isInternet ? tls : nil) }
        let claimed = try await control.claim(settings.redirectListen.map { try $0.value })
        settings.redirectListen = claimed.map { ListenAddress($0) }
        redirection = claimed.map { ListeningPoint(.address($0), proxies: expected) }
        self.settings = settings
        limits = ListeningPlan.limits(settings, forwarding, descriptors: descriptors)
    }

    private static func limits(_ settings: Settings, _ forwarding: Forwarding, descriptors: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.connections = min(settings.connections, max(descriptors / 2, descriptors - reservedDescriptors))
        limits.connectionsPerNetwork = settings.connectionsPerNetwork
        limits.connectionsPerAddress = settings.connectionsPerAddress
        if limits.connections < settings.connections {
            // Where descriptors are few, no network may have all of them.
            let half = max(1, limits.connections / 2)
            limits.connectionsPerNetwork = min(limits.connectionsPerNetwork, half)
            limits.connectionsPerAddress = min(limits.connectionsPerAddress, half)
        }
        limits.isShared = forwarding.mayBeProxy
        return limits
    }

    /// The place as people may type it.
    func name(of bound: SocketAddress) -> String {
        guard bound.isInternet else { return bound.description }
        return (certificates == nil ? "http://" : "https://") + bound.description
    }
}

extension Forwarding {
    /// What the settings say about proxies; they must have been checked.
    init(_ settings: Settings) throws(AddressBlockError) {
        let fields: Fields =
            switch settings.forwardedField {
            case .xForwardedFor: .xForwarded
            case .forwarded: .forwarded
            }
        self.init(try settings.trustedProxies.value, fields: fields, isPublic: !settings.baseURL.isLoopback)
    }
}
