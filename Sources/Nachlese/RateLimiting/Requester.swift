package import SQLite
package import Secrets

/// From where somebody asks for a mail, as it is compared: the network and the wider one around it.
///
/// Only keyed tags are kept: two requests from one network are seen to be so, and nobody reads from where they came.
package struct Requester: Hashable, Sendable {
    /// Nobody knows from where: all seem to come from one network, so nothing is held against it.
    package static let unknown = Requester(
        network: [UInt8](repeating: 0, count: tagLength), neighbourhood: [UInt8](repeating: 0, count: tagLength))

    static let tagLength = 16

    let network: [UInt8]
    let neighbourhood: [UInt8]

    private init(network: [UInt8], neighbourhood: [UInt8]) {
        self.network = network
        self.neighbourhood = neighbourhood
    }

    /// `network`: of one household or office; `neighbourhood`: of one provider's customer.
    package init(network: String, neighbourhood: String, key: SealingKey) {
        self.init(
            network: Requester.tag(of: network, key: key),
            neighbourhood: Requester.tag(of: neighbourhood, key: key))
    }

    private static func tag(of network: String, key: SealingKey) -> [UInt8] {
        Array(key.tag(of: Secret(network), purpose: "requester").prefix(tagLength))
    }
}

extension Requester: RowDecodable {
    static let columns: SQL = "network, neighbourhood"

    package init(_ row: inout RowReader) throws {
        self.init(network: try row.read(), neighbourhood: try row.read())
    }
}
